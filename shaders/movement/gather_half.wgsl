// Gather of whole rows of a matrix of 16-bit floats, two a word. One thread widens one element.

struct Params {
  count: u32,
  columns: u32,
  rows: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> halves: array<u32>;
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read_write> gathered: array<f32>;
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
  let at = row * params.columns + i % params.columns;
  gathered[i] = unpack2x16float(halves[at >> 1u])[at & 1u];
}
