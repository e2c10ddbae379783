// The frame of a chain of elementwise operators: one thread computes one element, or four neighbours.
// The linker writes `fn chain(i: u32)` before this text, with the bindings that the chain reads and writes.
// Not for reductions or anything that looks at more than one position.

struct Params {
  // Threads that have work: elements, or groups of four.
  count: u32,
  // How broadcast operands are found: (inner, size, stride, 0) a term, see broadcastIndex.ts.
  terms: array<vec4<u32>, 24>,
}

override WORKGROUP: u32;

@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i < params.count) {
    chain(i);
  }
}
