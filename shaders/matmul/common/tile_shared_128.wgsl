// 128 rows by 128 columns a workgroup, 16 k at a time through 16 KiB of workgroup memory; each of 256 threads keeps
// 8 x 8 sums. For large products on GPUs with many registers: four vectors read for 64 multiply-adds.
// Each thread brings one 4 x 4 block of A and one of B a step. Scheme as in tile_shared_64.

var<workgroup> tile_a: array<vec4<f32>, 512>; // (16 k, 32 quads of rows)
var<workgroup> tile_b: array<vec4<f32>, 512>; // (16 k, 32 quads of columns)

fn outer(columns: vec4<f32>, rows: vec4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(columns * rows.x, columns * rows.y, columns * rows.z, columns * rows.w);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let thread = local.y * 16u + local.x;
  let quad = (thread % 128u) / 4u;
  let step = (thread % 4u) * 4u;
  let loads_a = thread < 128u;
  var at: vec4<u32>;
  if (loads_a) {
    at = a_rows(place.z, place.y * 128u + quad * 4u);
  } else {
    at = b_columns(place.z, place.x * 128u + quad * 4u);
  }
  var sums: array<mat4x4<f32>, 4>;
  for (var k = 0u; k < params.k; k += 16u) {
    var block = mat4x4<f32>();
    if (k + step < params.k) {
      if (loads_a) {
        block = transpose(a_block(at, k + step, a_span(at, k + step)));
      } else {
        block = b_block(at, k + step, b_span(at, k + step));
      }
    }
    for (var i = 0u; i < 4u; i++) {
      if (loads_a) {
        tile_a[(step + i) * 32u + quad] = block[i];
      } else {
        tile_b[(step + i) * 32u + quad] = block[i];
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < 16u; i++) {
      let rows_0 = tile_a[i * 32u + local.y];
      let rows_1 = tile_a[i * 32u + 16u + local.y];
      let columns_0 = tile_b[i * 32u + local.x];
      let columns_1 = tile_b[i * 32u + 16u + local.x];
      sums[0] += outer(columns_0, rows_0);
      sums[1] += outer(columns_1, rows_0);
      sums[2] += outer(columns_0, rows_1);
      sums[3] += outer(columns_1, rows_1);
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 16u && place.z < params.batches; i++) {
    let row = place.y * 128u + (i / 8u) * 64u + local.y * 4u + i % 4u;
    let column = place.x * 128u + (i / 4u % 2u) * 64u + local.x * 4u;
    store_quad(place.z, row, column, out_columns(place.z, column), sums[i / 4u][i % 4u]);
  }
}
