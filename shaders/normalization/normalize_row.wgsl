// Layer, instance and RMS normalization with one thread a row: for many short rows. For long rows see normalize_group.
// Moments in two passes, so that a large mean does not swallow a small variance.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  // Where the scale lies: number (row % scale_rows) * scale_row_step + position * scale_step.
  scale_rows: u32,
  scale_row_step: u32,
  scale_step: u32,
  epsilon: f32,
}

override WORKGROUP: u32;
// 1 when the mean is taken off (0 for RMS).
override CENTRED: u32;
override BIAS: u32;
// 1 when mean and inverse deviation are wanted.
override MOMENTS: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read> scale: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
@group(0) @binding(4) var<storage, read_write> means: array<f32>;
@group(0) @binding(5) var<storage, read_write> inverses: array<f32>;
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
  let base = row * params.length;
  var mean = 0.0;
  if (CENTRED == 1u) {
    for (var i = 0u; i < params.length; i++) {
      mean += source[base + i];
    }
    mean /= f32(params.length);
  }
  var variance = 0.0;
  for (var i = 0u; i < params.length; i++) {
    let distance = source[base + i] - mean;
    variance += distance * distance;
  }
  let inverse = 1.0 / sqrt(variance / f32(params.length) + params.epsilon);
  let scale_base = (row % params.scale_rows) * params.scale_row_step;
  for (var i = 0u; i < params.length; i++) {
    let at = scale_base + i * params.scale_step;
    var y = (source[base + i] - mean) * inverse * scale[at];
    if (BIAS == 1u) {
      y += bias[at];
    }
    result[base + i] = epilogue(y, base + i);
  }
  if (MOMENTS == 1u) {
    means[row] = mean;
    inverses[row] = inverse;
  }
}
