// The input under the windows of four columns, four k at a time. After places.wgsl, which says what tables hold.

// Four k by four columns; column u of the block is k + u. Past k, the first of its window, made zero.
fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(b_row(at, k), b_row(at, k + 1u), b_row(at, k + 2u), b_row(at, k + 3u));
}

fn b_row(at: vec4<u32>, k: u32) -> vec4<f32> {
  let each = at + tables[2u * params.places + k];
  return select(vec4(0.0), vec4(x[each.x], x[each.y], x[each.z], x[each.w]), k < params.k);
}
