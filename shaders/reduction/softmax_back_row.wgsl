// The gradient of Softmax with one thread a row, y (g - sum(g y)): for many short rows. For long rows see
// softmax_back_group.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  // Elements between neighbours along the axis.
  inner: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> arriving: array<f32>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
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
  var sum = 0.0;
  for (var i = 0u; i < params.length; i++) {
    let at = base + i * params.inner;
    sum += arriving[at] * shares[at];
  }
  for (var i = 0u; i < params.length; i++) {
    let at = base + i * params.inner;
    result[at] = epilogue(shares[at] * (arriving[at] - sum), at);
  }
}
