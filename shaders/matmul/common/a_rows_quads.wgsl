// As a_rows, for adapters on which four neighbours along x are a quad: they want the same four rows, so each loads one
// and hands it to the others. All four must be inside of the product.

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  return vec4((batch_starts(batch).x + min(row + lane, params.m - 1u) * params.a_row) / 4u);
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  return a[at + k / 4u];
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let own = a[at.x + k / 4u];
  return mat4x4<f32>(
    quadBroadcast(own, 0u),
    quadBroadcast(own, 1u),
    quadBroadcast(own, 2u),
    quadBroadcast(own, 3u),
  );
}
