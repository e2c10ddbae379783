// AdamW, one step in place: parameter and both moments are read and written where they lie, four elements at a time.
// Loshchilov and Hutter, 2017, arXiv:1711.05101, algorithm 2. The bias corrections 1 - beta^t are computed as
// -expm1(t log beta), since f32 would lose most digits of them in the first steps.

struct Params {
  // Groups of four elements; what the last group has too many lies in the padding.
  count: u32,
  // Groups that decay; they come first.
  decayed: u32,
  beta1: f32,
  // 1 - beta, rounded once.
  rest1: f32,
  log_beta1: f32,
  beta2: f32,
  rest2: f32,
  log_beta2: f32,
  epsilon: f32,
  weight_decay: f32,
}

override WORKGROUP: u32;
// Groups of four that a thread updates.
override EACH: u32;
// 1 where the decay is added to the gradient, as Adam does, and not taken off the parameter by itself.
override COUPLED: u32;

@group(0) @binding(0) var<storage, read_write> parameter: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> first: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> second: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> step: array<f32>;
@group(0) @binding(5) var<storage, read> rate: array<f32>;
@group(0) @binding(6) var<storage, read> factor: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

// 1 - e^x for x <= 0.
fn one_minus_exp(x: f32) -> f32 {
  let series = -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))));
  return select(1.0 - exp(max(x, -87.0)), series, x > -0.35);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  // What is one number a step is worked out once a thread.
  let correct1 = 1.0 / one_minus_exp(step[0] * params.log_beta1);
  let correct2 = 1.0 / one_minus_exp(step[0] * params.log_beta2);
  let start = linear_group(group, groups) * WORKGROUP * EACH + thread;
  for (var each = 0u; each < EACH; each++) {
    let i = start + each * WORKGROUP;
    if (i >= params.count) {
      return;
    }
    let p = parameter[i];
    let decay = select(0.0, params.weight_decay, i < params.decayed);
    var g = gradient[i] * factor[0];
    var kept = p * (1.0 - rate[0] * decay);
    if (COUPLED == 1u) {
      g += decay * p;
      kept = p;
    }
    let m = params.beta1 * first[i] + params.rest1 * g;
    let v = params.beta2 * second[i] + params.rest2 * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = kept - rate[0] * (m * correct1) / (sqrt(v * correct2) + params.epsilon);
  }
}
