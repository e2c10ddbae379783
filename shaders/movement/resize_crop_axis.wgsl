// Resize along one axis of a box whose corners are known only while running (tf_crop_and_resize). Other resizes know
// their positions beforehand, see resize_axis.

struct Params {
  count: u32,
  // Elements in one step along the axis, and positions along it before and after.
  inner: u32,
  length: u32,
  resized: u32,
  // Where the box's start and end along the axis stand in `roi`.
  start_index: u32,
  end_index: u32,
  extrapolation: f32,
}

override WORKGROUP: u32;
// 0 linear; nearest: 1 round_prefer_floor, 2 round_prefer_ceil, 3 floor, 4 ceil.
override MODE: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read> roi: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

fn nearest(x: f32) -> f32 {
  switch MODE {
    case 1u: { return ceil(x - 0.5); }
    case 2u: { return floor(x + 0.5); }
    case 4u: { return ceil(x); }
    default: { return floor(x); }
  }
}

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
  let begin = roi[params.start_index];
  let end = roi[params.end_index];
  let last = f32(params.length) - 1.0;
  let position = f32((i / params.inner) % params.resized);
  var x = 0.5 * (begin + end) * last;
  if (params.resized > 1u) {
    x = begin * last + position * (end - begin) * last / (f32(params.resized) - 1.0);
  }
  if (x < 0.0 || x > last) {
    result[i] = params.extrapolation;
    return;
  }
  let row = (i / params.inner / params.resized) * params.length;
  let within = i % params.inner;
  let left = clamp(nearest(x), 0.0, last);
  var value = source[(row + u32(left)) * params.inner + within];
  let share = x - left;
  if (MODE == 0u && share > 0.0) {
    value = (1.0 - share) * value + share * source[(row + u32(min(left + 1.0, last))) * params.inner + within];
  }
  result[i] = value;
}
