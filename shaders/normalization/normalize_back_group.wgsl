// The gradient of layer and RMS normalization for what was normalized, one workgroup a row: for long rows. For short
// rows, and for what is computed, see normalize_back_row.

struct Params {
  // Rows.
  count: u32,
  // Elements of a row, in vectors.
  length: u32,
  epsilon: f32,
}

override WORKGROUP: u32;
override CENTRED: u32;
override BACK: u32;

@group(0) @binding(0) var<storage, read> arriving: array<Elem>;
@group(0) @binding(1) var<storage, read> source: array<Elem>;
@group(0) @binding(2) var<storage, read> scale: array<Elem>;
@group(0) @binding(3) var<storage, read_write> result: array<Elem>;
@group(0) @binding(4) var<storage, read_write> moments: array<vec2<f32>>;
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
  let share = 1.0 / f32(params.length * WIDTH);
  var sum = Elem();
  if (CENTRED == 1u) {
    for (var i = thread; i < length; i += WORKGROUP) {
      sum += source[base + i];
    }
  }
  let mean = workgroup_total(vec2(across(sum), 0.0), thread).x * share;
  var squares = Elem();
  for (var i = thread; i < length; i += WORKGROUP) {
    let distance = source[base + i] - mean;
    squares += distance * distance;
  }
  let inverse = 1.0 / sqrt(workgroup_total(vec2(across(squares), 0.0), thread).x * share + params.epsilon);
  if (thread == 0u && inside) {
    moments[row] = vec2(mean, inverse);
  }
  if (BACK == 0u) {
    return;
  }
  var shifts = Elem();
  var slopes = Elem();
  for (var i = thread; i < length; i += WORKGROUP) {
    let scaled = arriving[base + i] * scale[i];
    shifts += scaled;
    slopes += scaled * (source[base + i] - mean);
  }
  let means = workgroup_total(vec2(across(shifts), across(slopes)), thread) * share;
  let shift = select(0.0, means.x, CENTRED == 1u);
  let slope = means.y * inverse * inverse;
  for (var i = thread; i < length; i += WORKGROUP) {
    let scaled = arriving[base + i] * scale[i];
    let back = inverse * (scaled - shift - (source[base + i] - mean) * slope);
    result[base + i] = chained(back, base + i);
  }
}
