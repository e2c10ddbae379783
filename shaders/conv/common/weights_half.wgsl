// Weights as rows of k in 16-bit floats, two a word, k a multiple of 4. unpack2x16float needs no feature.
// A block is four filters by four k; its column i is filter row + i.

fn a_rows(group: u32, row: u32) -> vec4<u32> {
  let rows = min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
  return (group * params.a_group + rows * params.a_row) / 4u;
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  let words = a[at + k / 4u];
  return vec4(unpack2x16float(words.x), unpack2x16float(words.y));
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(a_quad(at.x, k), a_quad(at.y, k), a_quad(at.z, k), a_quad(at.w, k));
}
