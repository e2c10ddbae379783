// CumSum with one thread a row: running sums along an axis, in the order in which they are defined.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  inner: u32,
}

override WORKGROUP: u32;
override EXCLUSIVE: u32;
override REVERSE: u32;

@group(0) @binding(0) var<storage, read> source: array<Elem>;
@group(0) @binding(1) var<storage, read_write> sums: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = linear_group(group, groups) * WORKGROUP + thread;
  if (row >= params.count) {
    return;
  }
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var sum = Elem(0);
  for (var i = 0u; i < params.length; i++) {
    let at = base + select(i, params.length - 1u - i, REVERSE == 1u) * params.inner;
    let next = sum + source[at];
    sums[at] = select(next, sum, EXCLUSIVE == 1u);
    sum = next;
  }
}
