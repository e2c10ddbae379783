// Range: start + i * delta, one thread an element.

struct Params {
  count: u32,
  // Bits of two numbers of the element type.
  start: u32,
  delta: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read_write> numbers: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i < params.count) {
    numbers[i] = bitcast<Elem>(params.start) + Elem(i) * bitcast<Elem>(params.delta);
  }
}
