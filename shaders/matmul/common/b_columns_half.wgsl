// B stands as [n][k] of 16-bit floats, two a word, k a multiple of 4. unpack2x16float needs no feature.
// A block is four k by four columns; its column u is k + u.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  return (batch_starts(batch).y + columns * params.b_column) / 4u;
}

fn b_quad(at: u32) -> vec4<f32> {
  let words = b[at];
  return vec4(unpack2x16float(words.x), unpack2x16float(words.y));
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let first = at + k / 4u;
  return transpose(mat4x4<f32>(b_quad(first.x), b_quad(first.y), b_quad(first.z), b_quad(first.w)));
}
