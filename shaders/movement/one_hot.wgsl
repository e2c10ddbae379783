// OneHot: `on` where the position along the new axis is the index, `off` elsewhere; one thread an element.

struct Params {
  count: u32,
  depth: u32,
  // Elements of the output in one step along the new axis.
  inner: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> indices: array<Index>;
// (2) off, on
@group(0) @binding(1) var<storage, read> off_on: array<u32>;
@group(0) @binding(2) var<storage, read_write> marks: array<u32>;
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
  let depth = i32(params.depth);
  let place = i32((i / params.inner) % params.depth);
  let index = i32(indices[(i / params.inner / params.depth) * params.inner + i % params.inner]);
  marks[i] = off_on[select(0u, 1u, select(index, index + depth, index < 0) == place)];
}
