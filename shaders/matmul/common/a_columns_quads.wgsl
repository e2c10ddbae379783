// As a_columns, for adapters on which four neighbours along x are a quad: they want the same four k, so each loads one
// and hands it to the others. All four must be inside of the product.

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  return vec4((batch_starts(batch).x + lane * params.a_inner + min(row, params.m - 4u)) / 4u);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let own = a[at.x + k * (params.a_inner / 4u)];
  return transpose(mat4x4<f32>(
    quadBroadcast(own, 0u),
    quadBroadcast(own, 1u),
    quadBroadcast(own, 2u),
    quadBroadcast(own, 3u),
  ));
}
