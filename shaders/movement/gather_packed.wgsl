// Gather of whole rows of a packed matrix: an embedding that stays packed. One thread dequantizes one element.

struct Params {
  count: u32,
  columns: u32,
  rows: u32,
  row_words: u32,
  scales_per_row: u32,
  group_size: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> codes: array<u32>;
@group(0) @binding(1) var<storage, read> scales: array<u32>;
@group(0) @binding(2) var<storage, read> zero_points: array<u32>;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@group(0) @binding(4) var<storage, read_write> gathered: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i >= params.count) {
    return;
  }
  let index = indices[i / params.columns];
  let rows = i32(params.rows);
  let row = u32(clamp(select(index, index + rows, index < 0), 0, rows - 1));
  let column = i % params.columns;
  let code = packed_code(row * params.row_words + (column / 32u) * BITS, column % 32u);
  let at = row * params.scales_per_row + column / params.group_size;
  gathered[i] = scale_at(at) * f32(i32(code) - i32(zero_at(at)));
}
