// The gradients of a normalization's scale and bias: sums over the rows, for each column of a row. SLICES threads share
// a column's rows, and join their sums where there are several.

struct Params {
  // Rows.
  count: u32,
  // Elements of a row, in vectors.
  length: u32,
}

override COLUMNS: u32;
override SLICES: u32;
override BIAS: u32;

@group(0) @binding(0) var<storage, read> arriving: array<Elem>;
@group(0) @binding(1) var<storage, read> source: array<Elem>;
@group(0) @binding(2) var<storage, read> moments: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> to_scale: array<Elem>;
@group(0) @binding(4) var<storage, read_write> to_bias: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> scales: array<Elem, COLUMNS * SLICES>;
var<workgroup> biases: array<Elem, COLUMNS * SLICES>;

@compute @workgroup_size(COLUMNS, SLICES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let column = linear_group(group, groups) * COLUMNS + local.x;
  let inside = column < params.length;
  let count = select(0u, params.count, inside);
  var scale = Elem();
  var bias = Elem();
  for (var row = local.y; row < count; row += SLICES) {
    let g = arriving[row * params.length + column];
    let moment = moments[row];
    scale += g * (source[row * params.length + column] - moment.x) * moment.y;
    bias += g;
  }
  if (SLICES > 1u) {
    let own = local.y * COLUMNS + local.x;
    scales[own] = scale;
    biases[own] = bias;
    for (var half = SLICES / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (local.y < half) {
        scales[own] += scales[own + half * COLUMNS];
        biases[own] += biases[own + half * COLUMNS];
      }
    }
    scale = scales[own];
    bias = biases[own];
  }
  if (inside && local.y == 0u) {
    to_scale[column] = scale;
    if (BIAS == 1u) {
      to_bias[column] = bias;
    }
  }
}
