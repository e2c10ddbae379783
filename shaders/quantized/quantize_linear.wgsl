// QuantizeLinear: codes = saturate(round(x / scale) + zero point), ties to even. Codes lie one a word.

struct Params {
  count: u32,
  inner: u32, // elements between neighbours along the axis
  axis_size: u32,
  block: u32, // positions along the axis that share a scale
  outer_step: u32, // how the position of a scale grows; 0 where it does not
  block_step: u32,
  inner_step: u32,
  zero_step: u32, // 0: one zero point for all, 1: one beside each scale
  least: i32,
  most: i32,
}

@group(0) @binding(0) var<storage, read_write> out: array<i32>;
@group(0) @binding(1) var<storage, read> x: array<Elem>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> zero_points: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;
override HALF_QUOTIENT: u32 = 0; // 1: quotients are rounded to 16-bit floats first

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linear_group(group, groups) * THREADS + local;
  if (index >= params.count) {
    return;
  }
  let at = scale_position(index);
  let value = f32(x[index]);
  var code = rounded_quotient(value, scales[at]);
  if (HALF_QUOTIENT != 0u) {
    code = round(quantizeToF16(value / scales[at]));
  }
  let held = clamp(code, -100000.0, 100000.0);
  out[index] = clamp(i32(held) + zero_points[at * params.zero_step], params.least, params.most);
}
