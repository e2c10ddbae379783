// DequantizeLinear: (code - zero point) * scale. Codes lie one a word.

struct Params {
  count: u32,
  inner: u32, // elements between neighbours along the axis
  axis_size: u32,
  block: u32, // positions along the axis that share a scale
  outer_step: u32, // how the position of a scale grows; 0 where it does not
  block_step: u32,
  inner_step: u32,
  zero_step: u32, // 0: one zero point for all, 1: one beside each scale
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<i32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> zero_points: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;

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
  let value = f32(x[index] - zero_points[at * params.zero_step]) * scales[at];
  out[index] = epilogue(value, index);
}
