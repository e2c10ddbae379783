// Gather, GatherElements and GatherND: one thread copies one element that an index tuple names.

struct Params {
  count: u32,
  // Elements that share a tuple, and number of tuples before they repeat.
  tuple_inner: u32,
  tuple_count: u32,
  // (inner, size, stride, 0) an axis that goes along with the result's own position.
  base: array<vec4<u32>, 8>,
  // (size, stride, 0, 0) an axis that the tuple names.
  tuple: array<vec4<u32>, 8>,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read_write> gathered: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i < params.count) {
    gathered[i] = source[indexed_position(i)];
  }
}
