// A in any order and of any size: element (row, k) stands at row * a_row + k * a_inner. A block is four rows by four
// k; its column i is row i. Values past k are read from wherever that is (never out of the buffer) and made zero.

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  let rows = min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
  return batch_starts(batch).x + rows * params.a_row;
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  let stride = params.a_inner;
  let first = at + k * stride;
  let values = vec4(a[first], a[first + stride], a[first + 2u * stride], a[first + 3u * stride]);
  let inside = vec4(k, k + 1u, k + 2u, k + 3u) < vec4(params.k);
  return select(vec4(0.0), values, inside);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(a_quad(at.x, k), a_quad(at.y, k), a_quad(at.z, k), a_quad(at.w, k));
}
