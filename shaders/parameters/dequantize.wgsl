// Packed weights to f32, for consumers without a kernel of their own for packed storage: w = scale * (code - zero).
// One thread writes one weight. Not for large matrices in the middle of a model: those have fused kernels.

struct Params {
  // The packed matrix is (rows, columns).
  rows: u32,
  columns: u32,
  // Words in a row of codes.
  row_words: u32,
  // Elements between neighbours of a row, and between rows, in the output: its orientation.
  column_stride: u32,
  row_stride: u32,
  // Scale of (row, column) is number row * scales_per_row + column / group_size.
  scales_per_row: u32,
  group_size: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> codes: array<u32>;
@group(0) @binding(1) var<storage, read> scales: array<u32>;
@group(0) @binding(2) var<storage, read> zero_points: array<u32>;
@group(0) @binding(3) var<storage, read_write> weights: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i >= params.rows * params.columns) {
    return;
  }
  let row = i / params.columns;
  let column = i % params.columns;
  let code = packed_code(row * params.row_words + (column / 32u) * BITS, column % 32u);
  let at = row * params.scales_per_row + column / params.group_size;
  let weight = scale_at(at) * f32(i32(code) - i32(zero_at(at)));
  weights[row * params.row_stride + column * params.column_stride] = weight;
}
