// Lion, one step in place, four elements a thread: the sign of an interpolated momentum, with decoupled weight decay.
// Chen et al., 2023, arXiv:2302.06675, algorithm 2.

struct Params {
  // Groups of four elements; what the last group has too many lies in the padding.
  count: u32,
  // Groups that decay; they come first.
  decayed: u32,
  beta1: f32,
  // 1 - beta, rounded once.
  rest1: f32,
  beta2: f32,
  rest2: f32,
  weight_decay: f32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read_write> parameter: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> momentum: array<vec4<f32>>;
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
  let g = gradient[i] * factor[0];
  let decay = select(0.0, params.weight_decay, i < params.decayed);
  let m = momentum[i];
  let direction = sign(params.beta1 * m + params.rest1 * g);
  momentum[i] = params.beta2 * m + params.rest2 * g;
  parameter[i] = parameter[i] * (1.0 - rate[0] * decay) - rate[0] * direction;
}
