// Softmax and LogSoftmax with one workgroup a row: for long rows. For many short rows see softmax_row.

struct Params {
  // Rows.
  count: u32,
  length: u32,
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
  let row = linear_group(group, groups);
  let length = select(0u, params.length, row < params.count);
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var peak = source[base];
  for (var i = thread; i < length; i += WORKGROUP) {
    peak = max(peak, source[base + i * params.inner]);
  }
  peak = workgroup_peak(peak, thread);
  var sum = 0.0;
  for (var i = thread; i < length; i += WORKGROUP) {
    sum += exp(source[base + i * params.inner] - peak);
  }
  sum = workgroup_total(sum, thread);
  let scale = 1.0 / sum;
  let log_sum = log(sum);
  for (var i = thread; i < length; i += WORKGROUP) {
    let at = base + i * params.inner;
    let distance = source[at] - peak;
    if (LOG == 1u) {
      result[at] = epilogue(distance - log_sum, at);
    } else {
      result[at] = epilogue(exp(distance) * scale, at);
    }
  }
}
