// The gradient of MaxPool, gathered: each input position adds the gradients of those windows over it that report it
// as their largest. Needs the windows; where they are not known, max_pool_scatter does it.

struct Params {
  count: u32, // planes * places
  places: u32, // positions of a plane of X
  taps: u32, // positions of a window
  plane: u32, // positions of a plane of dY
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(0) @binding(3) var<storage, read> windows: array<u32>; // (places, taps): positions of dY
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
  let plane = index / params.places;
  let first = (index - plane * params.places) * params.taps;
  var sum = 0.0;
  for (var tap = 0u; tap < params.taps; tap++) {
    let position = windows[first + tap];
    if (position != outside) {
      let at = plane * params.plane + position;
      if (indices[at] == i32(index)) {
        sum += dy[at];
      }
    }
  }
  out[index] = epilogue(sum, index);
}
