// SGD with momentum, one step in place, four elements a thread. Weight decay is added to the gradient.

struct Params {
  // Groups of four elements; what the last group has too many lies in the padding.
  count: u32,
  // Groups that decay; they come first.
  decayed: u32,
  momentum: f32,
  weight_decay: f32,
}

override WORKGROUP: u32;
override NESTEROV: u32;

@group(0) @binding(0) var<storage, read_write> parameter: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> velocity: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> rate: array<f32>;
@group(0) @binding(4) var<storage, read> factor: array<f32>;
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
  let decay = select(0.0, params.weight_decay, i < params.decayed);
  let slope = gradient[i] * factor[0] + decay * parameter[i];
  let v = params.momentum * velocity[i] + slope;
  velocity[i] = v;
  parameter[i] -= rate[0] * select(v, slope + params.momentum * v, NESTEROV == 1u);
}
