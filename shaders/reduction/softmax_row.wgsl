// Softmax and LogSoftmax with one thread a row: for many short rows. For long rows see softmax_group.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  // Elements between neighbours along the axis.
  inner: u32,
}

override WORKGROUP: u32;
// 1 for the logarithm.
override LOG: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
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
  var peak = source[base];
  for (var i = 1u; i < params.length; i++) {
    peak = max(peak, source[base + i * params.inner]);
  }
  var sum = 0.0;
  for (var i = 0u; i < params.length; i++) {
    sum += exp(source[base + i * params.inner] - peak);
  }
  let scale = 1.0 / sum;
  let log_sum = log(sum);
  for (var i = 0u; i < params.length; i++) {
    let at = base + i * params.inner;
    let distance = source[at] - peak;
    if (LOG == 1u) {
      result[at] = epilogue(distance - log_sum, at);
    } else {
      result[at] = epilogue(exp(distance) * scale, at);
    }
  }
}
