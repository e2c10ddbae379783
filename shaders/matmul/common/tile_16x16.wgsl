// 16 rows by 16 columns of the product in the registers of one thread, without shared memory: caches do its work.
// 32 vectors loaded for 1024 multiply-adds; long to compile, so for large products.
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
  let column = (place.x * WX + local.x) * 16u;
  let row = (place.y * WY + local.y) * 16u;
  lane = local.x % 4u;
  if (place.z >= params.batches || row >= params.m || column >= params.n) {
    return;
  }
  let rows_0 = a_rows(place.z, row);
  let rows_1 = a_rows(place.z, row + 4u);
  let rows_2 = a_rows(place.z, row + 8u);
  let rows_3 = a_rows(place.z, row + 12u);
  let columns_0 = b_columns(place.z, column);
  let columns_1 = b_columns(place.z, column + 4u);
  let columns_2 = b_columns(place.z, column + 8u);
  let columns_3 = b_columns(place.z, column + 12u);
  var sums: array<mat4x4<f32>, 16>;
  for (var first = 0u; first < params.k; first += SPAN) {
    let a_span_0 = a_span(rows_0, first);
    let a_span_1 = a_span(rows_1, first);
    let a_span_2 = a_span(rows_2, first);
    let a_span_3 = a_span(rows_3, first);
    let b_span_0 = b_span(columns_0, first);
    let b_span_1 = b_span(columns_1, first);
    let b_span_2 = b_span(columns_2, first);
    let b_span_3 = b_span(columns_3, first);
    let end = min(first + SPAN, params.k);
    for (var k = first; k < end; k += 4u) {
      let b0 = b_block(columns_0, k, b_span_0);
      let b1 = b_block(columns_1, k, b_span_1);
      let b2 = b_block(columns_2, k, b_span_2);
      let b3 = b_block(columns_3, k, b_span_3);
      let a0 = a_block(rows_0, k, a_span_0);
      sums[0] += b0 * a0;
      sums[1] += b1 * a0;
      sums[2] += b2 * a0;
      sums[3] += b3 * a0;
      let a1 = a_block(rows_1, k, a_span_1);
      sums[4] += b0 * a1;
      sums[5] += b1 * a1;
      sums[6] += b2 * a1;
      sums[7] += b3 * a1;
      let a2 = a_block(rows_2, k, a_span_2);
      sums[8] += b0 * a2;
      sums[9] += b1 * a2;
      sums[10] += b2 * a2;
      sums[11] += b3 * a2;
      let a3 = a_block(rows_3, k, a_span_3);
      sums[12] += b0 * a3;
      sums[13] += b1 * a3;
      sums[14] += b2 * a3;
      sums[15] += b3 * a3;
    }
  }
  for (var j = 0u; j < 4u; j++) {
    let at = out_columns(place.z, column + j * 4u);
    for (var i = 0u; i < 16u; i++) {
      store_quad(place.z, row + i, column + j * 4u, at, sums[(i / 4u) * 4u + j][i % 4u]);
    }
  }
}
