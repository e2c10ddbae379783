// B as a packed matrix of (n rows, k columns). A block is four k by four columns of B; its column u is k + u.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  return min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
}

fn b_span(at: vec4<u32>, k: u32) -> mat2x4<f32> {
  return packed_span(at, k);
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return transpose(packed_block(at, k, span));
}
