// Resize along one axis: each output position reads two input positions with weights that were worked out beforehand.
// Linear interpolation of several axes is one dispatch an axis. Positions outside take the extrapolation value.

struct Params {
  count: u32,
  // Elements in one step along the axis, and positions along it before and after.
  inner: u32,
  length: u32,
  resized: u32,
  extrapolation: f32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
// (resized, 4) u32: two positions, then the bits of two weights; position 0xffffffff lies outside
@group(0) @binding(1) var<storage, read> taps: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i >= params.count) {
    return;
  }
  let tap = taps[(i / params.inner) % params.resized];
  if (tap.x == 0xffffffffu) {
    result[i] = params.extrapolation;
    return;
  }
  let start = (i / params.inner / params.resized) * params.length;
  let within = i % params.inner;
  var value = source[(start + tap.x) * params.inner + within];
  // One tap copies, so that infinities and NaN stay as they are.
  if (bitcast<f32>(tap.w) != 0.0) {
    value = bitcast<f32>(tap.z) * value + bitcast<f32>(tap.w) * source[(start + tap.y) * params.inner + within];
  }
  result[i] = value;
}
