// B in any order and of any size: element (k, column) stands at k * b_inner + column * b_column. A block is four k by
// four columns; its column u is k + u. Values past k are read from wherever that is and made zero.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  return batch_starts(batch).y + columns * params.b_column;
}

fn b_row(at: vec4<u32>, k: u32) -> vec4<f32> {
  let first = at + k * params.b_inner;
  let values = vec4(b[first.x], b[first.y], b[first.z], b[first.w]);
  return select(vec4(0.0), values, k < params.k);
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(b_row(at, k), b_row(at, k + 1u), b_row(at, k + 2u), b_row(at, k + 3u));
}
