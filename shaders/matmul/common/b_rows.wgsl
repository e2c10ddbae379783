// B stands as [k][n], n and k multiples of 4. A block is four k by four columns; its column u is k + u.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  return vec4((batch_starts(batch).y + min(column, params.n - 4u)) / 4u);
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let stride = params.b_inner / 4u;
  let first = at.x + k * stride;
  return mat4x4<f32>(b[first], b[first + stride], b[first + 2u * stride], b[first + 3u * stride]);
}
