// B stands as [n][k] (transposed), k a multiple of 4. A block is four k by four columns; its column u is k + u.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  return (batch_starts(batch).y + columns * params.b_column) / 4u;
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let step = k / 4u;
  return transpose(mat4x4<f32>(b[at.x + step], b[at.y + step], b[at.z + step], b[at.w + step]));
}
