// Operands of a product of int8 activations (rows) with 8-bit packed weights (columns), sixteen k at a time.
// Weights lie as unsigned codes, q + 128; flipping the highest bit of each byte makes them signed.

struct Params {
  m: u32,
  n: u32,
  k: u32, // in sixteens
  groups_x: u32, // workgroups along n
  groups_y: u32, // workgroups along m
  batches: u32, // 1
  a_row: u32, // sixteens of a row of activations
  b_row: u32, // sixteens of a row of weights
  dynamic: u32, // 1: facts are the scales of rows, 0: facts are sums of weights, and alpha holds the scale
  row_scales: u32, // weight scales of a row, 0 where all rows share one
  group_size: u32, // sixteens that share a weight scale
  zero: i32, // minus the signed code that stands for 0; 0 where dynamic
  bias_row: u32,
  bias_column: u32,
  alpha: f32,
  beta: f32, // 0: bias is not read
}

@group(0) @binding(0) var<storage, read_write> out: array<OutElem>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> a: array<vec4<u32>>; // (m, a_row)
@group(0) @binding(3) var<storage, read> b: array<vec4<u32>>; // (n, b_row)
@group(0) @binding(4) var<storage, read> scales: array<u32>;
@group(0) @binding(5) var<storage, read> facts: array<u32>; // (m) f32, or (n, groups of a row) i32
@group(1) @binding(0) var<uniform> params: Params;

override HALF_SCALES: u32 = 1; // 1 when weight scales are words of two f16 values

// (x, y, batch) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  return min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
}

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  return min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
}

fn a_bytes(at: u32, k: u32) -> vec4<u32> {
  return a[at * params.a_row + k];
}

fn b_bytes(at: u32, k: u32) -> vec4<u32> {
  return b[at * params.b_row + k] ^ vec4(0x80808080u);
}

fn a_factors(at: vec4<u32>, k: u32) -> vec4<f32> {
  if (params.dynamic == 0u) {
    return vec4(1.0);
  }
  return bitcast<vec4<f32>>(vec4(facts[at.x], facts[at.y], facts[at.z], facts[at.w]));
}

fn weight_scale(i: u32) -> f32 {
  if (HALF_SCALES == 1u) {
    return unpack2x16float(scales[i >> 1u])[i & 1u];
  }
  return bitcast<f32>(scales[i]);
}

fn b_factors(column: u32, at: vec4<u32>, k: u32) -> vec4<f32> {
  let i = at * params.row_scales + k / params.group_size;
  return vec4(weight_scale(i.x), weight_scale(i.y), weight_scale(i.z), weight_scale(i.w));
}

fn a_offsets(at: vec4<u32>, k: u32) -> vec4<i32> {
  return vec4(0);
}

// What is added to the sums of four columns, since activations lie about their zero.
fn b_offsets(at: vec4<u32>, k: u32) -> vec4<i32> {
  if (params.zero == 0) {
    return vec4(0);
  }
  let i = at * ((params.k + params.group_size - 1u) / params.group_size) + k / params.group_size;
  return params.zero * bitcast<vec4<i32>>(vec4(facts[i.x], facts[i.y], facts[i.z], facts[i.w]));
}
