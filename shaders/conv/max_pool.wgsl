// MaxPool: the largest value in each window and where it stands; the first of equals. Which input positions a window
// covers stands in a table, so windows of any rank, stride and dilation look alike; padding is `outside` and never wins.

struct Params {
  count: u32, // planes * places
  places: u32, // positions of an output plane
  taps: u32, // positions of a window
  plane: u32, // positions of an input plane
}

@group(0) @binding(0) var<storage, read_write> out: array<Elem>;
@group(0) @binding(1) var<storage, read_write> indices: array<i32>;
@group(0) @binding(2) var<storage, read> x: array<Elem>;
@group(0) @binding(3) var<storage, read> windows: array<vec2<u32>>; // (places, taps): position, index to report
@group(1) @binding(0) var<uniform> params: Params;

const outside = 0xffffffffu;
override THREADS: u32 = 64;
override INDICES: u32 = 1; // 0: indices are not written

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
  let start = plane * params.plane;
  var best = Elem(0); // a window always covers something, or it reports -1
  var at = -1;
  for (var tap = 0u; tap < params.taps; tap++) {
    let window = windows[first + tap];
    if (window.x != outside) {
      let value = x[start + window.x];
      if (at < 0 || value > best) {
        best = value;
        at = i32(start + window.y);
      }
    }
  }
  out[index] = best;
  if (INDICES != 0u) {
    indices[index] = at;
  }
}
