// Trilu: keeps what lies on and above (or below) the k-th diagonal of each matrix; one thread an element.

struct Params {
  count: u32,
  rows: u32,
  columns: u32,
}

override WORKGROUP: u32;
override UPPER: u32;

@group(0) @binding(0) var<storage, read> source: array<u32>;
// (1) k
@group(0) @binding(1) var<storage, read> diagonal: array<i32>;
@group(0) @binding(2) var<storage, read_write> triangle: array<u32>;
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
  let distance = i32(i % params.columns) - i32((i / params.columns) % params.rows) - diagonal[0];
  let kept = select(distance <= 0, distance >= 0, UPPER == 1u);
  triangle[i] = select(0u, source[i], kept);
}
