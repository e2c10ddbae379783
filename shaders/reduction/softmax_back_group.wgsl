// The gradient of Softmax with one workgroup a row: for long rows. For many short rows, and for what is computed, see
// softmax_back_row.

struct Params {
  // Rows.
  count: u32,
  length: u32,
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
  let row = linear_group(group, groups);
  let length = select(0u, params.length, row < params.count);
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var share = 0.0;
  for (var i = thread; i < length; i += WORKGROUP) {
    let at = base + i * params.inner;
    share += arriving[at] * shares[at];
  }
  let sum = workgroup_total(share, thread);
  for (var i = thread; i < length; i += WORKGROUP) {
    let at = base + i * params.inner;
    result[at] = epilogue(shares[at] * (arriving[at] - sum), at);
  }
}
