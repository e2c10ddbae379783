// 64 rows by 64 columns a workgroup, 32 k at a time through 16 KiB of workgroup memory; each of 256 threads keeps
// 4 x 4 sums. For GPUs whose workgroup memory is faster than their cache; software adapters do better without.
// Each thread brings one 4 x 4 block of A or B a step, so any loader of blocks serves. Scheme after tfjs's packed
// matmul; A lies with its rows side by side, so that the inner loop reads two vectors for 16 multiply-adds.

var<workgroup> tile_a: array<vec4<f32>, 512>; // (32 k, 16 quads of rows)
var<workgroup> tile_b: array<vec4<f32>, 512>; // (32 k, 16 quads of columns)

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let thread = local.y * 16u + local.x;
  let quad = (thread % 128u) / 8u;
  let step = (thread % 8u) * 4u;
  let loads_a = thread < 128u;
  var at: vec4<u32>;
  if (loads_a) {
    at = a_rows(place.z, place.y * 64u + quad * 4u);
  } else {
    at = b_columns(place.z, place.x * 64u + quad * 4u);
  }
  var sums = mat4x4<f32>();
  for (var k = 0u; k < params.k; k += 32u) {
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
        tile_a[(step + i) * 16u + quad] = block[i];
      } else {
        tile_b[(step + i) * 16u + quad] = block[i];
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < 32u; i++) {
      let rows = tile_a[i * 16u + local.y];
      let columns = tile_b[i * 16u + local.x];
      sums += mat4x4<f32>(columns * rows.x, columns * rows.y, columns * rows.z, columns * rows.w);
    }
    workgroupBarrier();
  }
  let column = place.x * 64u + local.x * 4u;
  let at_out = out_columns(place.z, column);
  for (var i = 0u; i < 4u && place.z < params.batches; i++) {
    store_quad(place.z, place.y * 64u + local.y * 4u + i, column, at_out, sums[i]);
  }
}
