// Activations in rows to int8, four a word, for an integer product: code = round(x / scale) + zero, held in the range.
// Dynamic: a scale a row, largest / 127, found here. Static: one scale and zero point, given. A workgroup takes a row.
// Past the last column stands any code, since weights are zero there.

struct Params {
  rows: u32,
  columns: u32,
  row_words: u32, // a multiple of 4
  zero: f32, // the signed code that stands for 0
  least: f32, // the range of codes, signed
  most: f32,
}

@group(0) @binding(0) var<storage, read_write> codes: array<u32>; // (rows, row_words)
@group(0) @binding(1) var<storage, read_write> scales: array<f32>; // (rows), written when dynamic
@group(0) @binding(2) var<storage, read> x: array<f32>; // (rows, columns)
@group(0) @binding(3) var<storage, read> given_scale: array<f32>; // one, read when static
@group(1) @binding(0) var<uniform> params: Params;

override LANES: u32 = 64;
override DYNAMIC: u32 = 1;

var<workgroup> largest: array<f32, LANES>;

fn row_scale(row: u32, lane: u32) -> f32 {
  if (DYNAMIC == 0u) {
    return given_scale[0];
  }
  var most = 0.0;
  for (var i = lane; i < params.columns; i += LANES) {
    most = max(most, abs(x[row * params.columns + i]));
  }
  largest[lane] = most;
  workgroupBarrier();
  for (var i = 0u; i < LANES; i++) {
    most = max(most, largest[i]);
  }
  return max(most * 0.00787401574803, 1e-12);
}

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = linear_group(group, groups);
  let row = min(place, params.rows - 1u);
  let scale = row_scale(row, lane);
  if (place >= params.rows) {
    return;
  }
  if (DYNAMIC != 0u && lane == 0u) {
    scales[row] = scale;
  }
  for (var i = lane; i < params.row_words; i += LANES) {
    var word = 0u;
    for (var j = 0u; j < 4u; j++) {
      let column = min(i * 4u + j, params.columns - 1u);
      let code = clamp(
        rounded_quotient(x[row * params.columns + column], scale) + params.zero,
        params.least,
        params.most,
      );
      word |= (u32(i32(code)) & 255u) << (8u * j);
    }
    codes[row * params.row_words + i] = word;
  }
}
