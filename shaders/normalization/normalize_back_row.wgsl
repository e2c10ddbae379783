// The gradient of layer and RMS normalization for what was normalized, one thread a row: for many short rows. Also
// gives each row's mean and inverse deviation, which the gradients of scale and bias need. For long rows see
// normalize_back_group. With value = (x - mean) inverse: dx = inverse (g scale - mean(g scale) - value mean(g scale value)).

struct Params {
  // Rows.
  count: u32,
  // Elements of a row, in vectors.
  length: u32,
  epsilon: f32,
}

override WORKGROUP: u32;
// 1 when the mean is taken off (0 for RMS).
override CENTRED: u32;
// 1 when the gradient for the source is wanted, and not the moments alone.
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
  let row = linear_group(group, groups) * WORKGROUP + thread;
  if (row >= params.count) {
    return;
  }
  let base = row * params.length;
  let share = 1.0 / f32(params.length * WIDTH);
  var mean = 0.0;
  if (CENTRED == 1u) {
    var sum = Elem();
    for (var i = 0u; i < params.length; i++) {
      sum += source[base + i];
    }
    mean = across(sum) * share;
  }
  var squares = Elem();
  for (var i = 0u; i < params.length; i++) {
    let distance = source[base + i] - mean;
    squares += distance * distance;
  }
  let inverse = 1.0 / sqrt(across(squares) * share + params.epsilon);
  moments[row] = vec2(mean, inverse);
  if (BACK == 0u) {
    return;
  }
  var shifts = Elem();
  var slopes = Elem();
  for (var i = 0u; i < params.length; i++) {
    let scaled = arriving[base + i] * scale[i];
    shifts += scaled;
    slopes += scaled * (source[base + i] - mean);
  }
  let shift = select(0.0, across(shifts) * share, CENTRED == 1u);
  let slope = across(slopes) * share * inverse * inverse;
  for (var i = 0u; i < params.length; i++) {
    let scaled = arriving[base + i] * scale[i];
    let back = inverse * (scaled - shift - (source[base + i] - mean) * slope);
    result[base + i] = chained(back, base + i);
  }
}
