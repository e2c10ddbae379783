// Sums over windows given by a table: AveragePool, and its gradient, whose windows are the outputs that an input
// position took part in. `outside` marks padding.

struct Params {
  count: u32, // planes * places
  places: u32, // positions of an output plane
  taps: u32, // positions of a window
  plane: u32, // positions of an input plane
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> windows: array<u32>; // (places, taps)
@group(0) @binding(3) var<storage, read> divisors: array<f32>; // (places), or (plane) when GRADIENT
@group(1) @binding(0) var<uniform> params: Params;

const outside = 0xffffffffu;
override THREADS: u32 = 64;
override GRADIENT: u32 = 0; // 1: each value is divided before it is added, 0: the sum is divided

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
  let plane = index / params.places;
  let place = index - plane * params.places;
  var sum = 0.0;
  for (var tap = 0u; tap < params.taps; tap++) {
    let position = windows[place * params.taps + tap];
    if (position != outside) {
      let value = x[plane * params.plane + position];
      if (GRADIENT != 0u) {
        sum += value / divisors[position];
      } else {
        sum += value;
      }
    }
  }
  if (GRADIENT == 0u) {
    sum /= divisors[place];
  }
  out[index] = epilogue(sum, index);
}
