// One row of A times B: a thread sums four columns over a slice of K, and the slices of a workgroup are added in
// workgroup memory (split K). Slices keep many lanes busy when columns are few; a software adapter takes one slice.

override COLUMNS: u32 = 16; // quads of columns a workgroup
override SLICES: u32 = 16;

var<workgroup> partial: array<vec4<f32>, COLUMNS * SLICES>;

@compute @workgroup_size(COLUMNS, SLICES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let batch = min(place.z, params.batches - 1u);
  let column = (place.x * COLUMNS + local.x) * 4u;
  let row_at = a_rows(batch, place.y).x;
  let columns_at = b_columns(batch, min(column, params.n - 1u));
  var sums = vec4(0.0);
  for (var k = local.y * 4u; k < params.k; k += 4u * SLICES) {
    sums += b_block(columns_at, k, b_span(columns_at, k)) * a_quad(row_at, k);
  }
  if (SLICES > 1u) {
    partial[local.y * COLUMNS + local.x] = sums;
    workgroupBarrier();
    for (var i = 1u; i < SLICES && local.y == 0u; i++) {
      sums += partial[i * COLUMNS + local.x];
    }
  }
  if (local.y == 0u && place.z < params.batches) {
    store_quad(place.z, place.y, column, out_columns(place.z, column), sums);
  }
}
