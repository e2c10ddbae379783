// Sums of squares of many tensors that lie in one buffer (or of one of them), piece by piece: the first half of a norm
// over all of them. A table says where each piece begins and how many elements it has, so that gaps are not read.
// LANES threads share a piece: a workgroup where barriers are cheap, one thread where they are not.

struct Params {
  // Pieces of this call.
  count: u32,
  // Its first piece in the table.
  start: u32,
  // Where the bound buffer begins in the one that the table speaks of, in vectors.
  base: u32,
}

override WORKGROUP: u32;
override LANES: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
// (first vector, elements) of each piece.
@group(0) @binding(1) var<storage, read> pieces: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let piece = linear_group(group, groups) * (WORKGROUP / LANES) + thread / LANES;
  let lane = thread % LANES;
  let inside = piece < params.count;
  let place = pieces[params.start + select(0u, piece, inside)];
  let first = place.x - params.base;
  let length = select(0u, place.y, inside);
  let whole = length / 4u;
  var squares = vec4(0.0);
  for (var i = lane; i < whole; i += LANES) {
    let x = source[first + i];
    squares += x * x;
  }
  var sum = (squares.x + squares.y) + (squares.z + squares.w);
  if (lane == 0u && whole * 4u < length) {
    // Past the last element there may be anything.
    let x = select(vec4(0.0), source[first + whole], vec4(0u, 1u, 2u, 3u) < vec4(length - whole * 4u));
    sum += dot(x, x);
  }
  if (LANES > 1u) {
    sum = workgroup_total(sum, thread);
  }
  if (inside && lane == 0u) {
    sums[params.start + piece] = sum;
  }
}
