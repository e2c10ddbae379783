// Layer, instance and RMS normalization with one workgroup a row: for long rows. For short rows see normalize_row.
// Moments in two passes, so that a large mean does not swallow a small variance.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  scale_rows: u32,
  scale_row_step: u32,
  scale_step: u32,
  epsilon: f32,
}

override WORKGROUP: u32;
override CENTRED: u32;
override BIAS: u32;
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
  let row = linear_group(group, groups);
  let inside = row < params.count;
  let length = select(0u, params.length, inside);
  let base = row * params.length;
  var sum = 0.0;
  if (CENTRED == 1u) {
    for (var i = thread; i < length; i += WORKGROUP) {
      sum += source[base + i];
    }
  }
  let mean = workgroup_total(sum, thread) / f32(params.length);
  var squares = 0.0;
  for (var i = thread; i < length; i += WORKGROUP) {
    let distance = source[base + i] - mean;
    squares += distance * distance;
  }
  let inverse = 1.0 / sqrt(workgroup_total(squares, thread) / f32(params.length) + params.epsilon);
  let scale_base = (row % params.scale_rows) * params.scale_row_step;
  for (var i = thread; i < length; i += WORKGROUP) {
    let at = scale_base + i * params.scale_step;
    var y = (source[base + i] - mean) * inverse * scale[at];
    if (BIAS == 1u) {
      y += bias[at];
    }
    result[base + i] = epilogue(y, base + i);
  }
  if (MOMENTS == 1u && thread == 0u && inside) {
    means[row] = mean;
    inverses[row] = inverse;
  }
}
