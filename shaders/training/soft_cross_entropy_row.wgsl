// Softened cross-entropy of a student's scores against a teacher's, loss and slope in one kernel, one thread a row: for
// many short rows. Each row leaves its share of the loss, T^2 KL(softmax(t / T) || softmax(z / T)) / rows. For long
// rows see soft_cross_entropy_group. Hinton, Vinyals and Dean, 2015, arXiv:1503.02531, section 2.

struct Params {
  // Rows.
  count: u32,
  // Classes.
  length: u32,
  // Distance of neighbouring classes.
  inner: u32,
}

override WORKGROUP: u32;
// 1 when the slope for the student's scores is wanted, T (softmax(z / T) - softmax(t / T)) / rows.
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
  let row = linear_group(group, groups) * WORKGROUP + thread;
  if (row >= params.count) {
    return;
  }
  let warmth = temperature[0];
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var peaks = vec2(student[base], teacher[base]);
  for (var c = 1u; c < params.length; c++) {
    let at = base + c * params.inner;
    peaks = max(peaks, vec2(student[at], teacher[at]));
  }
  var sums = vec2(0.0);
  for (var c = 0u; c < params.length; c++) {
    let at = base + c * params.inner;
    sums += exp((vec2(student[at], teacher[at]) - peaks) / warmth);
  }
  let shifts = log(sums);
  var loss = 0.0;
  for (var c = 0u; c < params.length; c++) {
    let at = base + c * params.inner;
    let logs = (vec2(student[at], teacher[at]) - peaks) / warmth - shifts;
    let shares = exp(logs);
    // What the teacher rules out costs nothing, even where both logarithms are infinite.
    loss += select(0.0, shares.y * (logs.y - logs.x), shares.y > 0.0);
    if (SLOPE == 1u) {
      slope[at] = warmth * (shares.x - shares.y) / f32(params.count);
    }
  }
  losses[row] = warmth * warmth * loss / f32(params.count);
}
