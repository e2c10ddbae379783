// A stands as [k][m] (transposed), m and k multiples of 4. A block is four rows by four k; its column i is row i.

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  return vec4((batch_starts(batch).x + min(row, params.m - 4u)) / 4u);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let stride = params.a_inner / 4u;
  let first = at.x + k * stride;
  return transpose(mat4x4<f32>(a[first], a[first + stride], a[first + 2u * stride], a[first + 3u * stride]));
}
