// ConvInteger: sums of (x - its zero point) (w - the filter's zero point) in 32 bits, padding left out. One output a
// thread, codes one a word: for graphs that hold the operator itself. Fused 8-bit convolutions pack their codes.

struct Params {
  count: u32, // images * filters * places
  filters: u32,
  places: u32, // output positions of one image
  taps: u32, // positions of the kernel
  channels: u32, // of a group
  groups: u32,
  plane: u32, // positions of an input plane
  weight_zero_step: u32, // 0: one zero point for all filters, 1: one a filter
}

@group(0) @binding(0) var<storage, read_write> out: array<i32>;
@group(0) @binding(1) var<storage, read> x: array<i32>;
@group(0) @binding(2) var<storage, read> weights: array<i32>; // (filters, channels, taps)
@group(0) @binding(3) var<storage, read> windows: array<u32>; // (places, taps) positions, or outside
@group(0) @binding(4) var<storage, read> x_zero: array<i32>;
@group(0) @binding(5) var<storage, read> weight_zeros: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

const outside = 0xffffffffu;
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
  let place = index % params.places;
  let filter_index = index / params.places % params.filters;
  let image = index / params.places / params.filters;
  let first = (image * params.groups + filter_index / (params.filters / params.groups)) * params.channels;
  let weight_zero = weight_zeros[filter_index * params.weight_zero_step];
  var sum = 0;
  for (var tap = 0u; tap < params.taps; tap++) {
    let position = windows[place * params.taps + tap];
    if (position != outside) {
      for (var channel = 0u; channel < params.channels; channel++) {
        let value = x[(first + channel) * params.plane + position] - x_zero[0];
        sum += value * (weights[(filter_index * params.channels + channel) * params.taps + tap] - weight_zero);
      }
    }
  }
  out[index] = sum;
}
