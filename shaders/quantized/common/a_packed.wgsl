// A as a packed matrix of (groups * m rows, k columns): the weights of a convolution. A block is four filters by four
// k; its column i is filter row + i.

fn a_rows(group: u32, row: u32) -> vec4<u32> {
  return group * params.m + min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
}

fn a_span(at: vec4<u32>, k: u32) -> mat2x4<f32> {
  return packed_span(at, k);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return packed_block(at, k, span);
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  let group = at * params.row_scales + k / params.group_size;
  return scale_at(group) * (code_quad(at * params.row_words, places_of(k)) - f32(zero_at(group)));
}
