// 4 rows by 4 columns of the product in the registers of one thread, without shared memory: caches do its work.
// For small products, where larger tiles would leave threads idle: 8 vectors loaded for 64 multiply-adds.
// Operands come in blocks of 4 x 4 (a_block, b_block), so that one text serves every layout and storage. Column i of a
// block of A, and of a block of sums, is its row i. Register tiling after surfgrad's and jax-js's kernels.

override WX: u32 = 8;
override WY: u32 = 4;
override SPAN: u32 = 1073741824; // k for which scales hold, a multiple of 16

@compute @workgroup_size(WX, WY)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let column = (place.x * WX + local.x) * 4u;
  let row = (place.y * WY + local.y) * 4u;
  lane = local.x % 4u;
  if (place.z >= params.batches || row >= params.m || column >= params.n) {
    return;
  }
  let rows_0 = a_rows(place.z, row);
  let columns_0 = b_columns(place.z, column);
  var sums: array<mat4x4<f32>, 1>;
  for (var first = 0u; first < params.k; first += SPAN) {
    let a_span_0 = a_span(rows_0, first);
    let b_span_0 = b_span(columns_0, first);
    let end = min(first + SPAN, params.k);
    for (var k = first; k < end; k += 4u) {
      let b0 = b_block(columns_0, k, b_span_0);
      let a0 = a_block(rows_0, k, a_span_0);
      sums[0] += b0 * a0;
    }
  }
  for (var j = 0u; j < 1u; j++) {
    let at = out_columns(place.z, column + j * 4u);
    for (var i = 0u; i < 4u; i++) {
      store_quad(place.z, row + i, column + j * 4u, at, sums[(i / 4u) * 1u + j][i % 4u]);
    }
  }
}
