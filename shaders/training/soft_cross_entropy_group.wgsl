// Softened cross-entropy of a student's scores against a teacher's, one workgroup a row: for long rows, such as the
// vocabulary of a language model. For short rows, and for what is computed, see soft_cross_entropy_row.

struct Params {
  // Rows.
  count: u32,
  // Classes.
  length: u32,
  // Distance of neighbouring classes.
  inner: u32,
}

override WORKGROUP: u32;
override SLOPE: u32;

@group(0) @binding(0) var<storage, read> student: array<f32>;
@group(0) @binding(1) var<storage, read> teacher: array<f32>;
@group(0) @binding(2) var<storage, read> temperature: array<f32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = linear_group(group, groups);
  let length = select(0u, params.length, row < params.count);
  let warmth = temperature[0];
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var peak = vec2(-3.4e38);
  for (var c = thread; c < length; c += WORKGROUP) {
    let at = base + c * params.inner;
    peak = max(peak, vec2(student[at], teacher[at]));
  }
  let peaks = workgroup_peak(peak, thread);
  var sum = vec2(0.0);
  for (var c = thread; c < length; c += WORKGROUP) {
    let at = base + c * params.inner;
    sum += exp((vec2(student[at], teacher[at]) - peaks) / warmth);
  }
  let shifts = log(workgroup_total(sum, thread));
  var loss = 0.0;
  for (var c = thread; c < length; c += WORKGROUP) {
    let at = base + c * params.inner;
    let logs = (vec2(student[at], teacher[at]) - peaks) / warmth - shifts;
    let shares = exp(logs);
    loss += select(0.0, shares.y * (logs.y - logs.x), shares.y > 0.0);
    if (SLOPE == 1u) {
      slope[at] = warmth * (shares.x - shares.y) / f32(params.count);
    }
  }
  let total = workgroup_total(vec2(loss, 0.0), thread).x;
  if (thread == 0u && row < params.count) {
    losses[row] = warmth * warmth * total / f32(params.count);
  }
}
