// QuantizeLinear and DequantizeLinear by one scale, at once: what becomes of floats that pass through codes, for
// consumers that multiply floats. Four values a thread; buffers end on a multiple of four words.

struct Params {
  count: u32, // values, in fours
  least: f32,
  most: f32,
}

@group(0) @binding(0) var<storage, read_write> out: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> scale: array<f32>; // one
@group(0) @binding(3) var<storage, read> zero_point: array<i32>; // one
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
  let zero = f32(zero_point[0]);
  var values = x[index];
  for (var i = 0u; i < 4u; i++) {
    let code = clamp(rounded_quotient(values[i], scale[0]) + zero, params.least, params.most);
    values[i] = epilogue((code - zero) * scale[0], index * 4u + i);
  }
  out[index] = values;
}
