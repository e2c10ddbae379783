// B stands as [k][n] of 16-bit floats, two a word, n and k multiples of 4. unpack2x16float needs no feature.
// A block is four k by four columns; its column u is k + u.

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  return vec4((batch_starts(batch).y + min(column, params.n - 4u)) / 4u);
}

fn b_quad(at: u32) -> vec4<f32> {
  let words = b[at];
  return vec4(unpack2x16float(words.x), unpack2x16float(words.y));
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let stride = params.b_inner / 4u;
  let first = at.x + k * stride;
  return mat4x4<f32>(b_quad(first), b_quad(first + stride), b_quad(first + 2u * stride), b_quad(first + 3u * stride));
}
