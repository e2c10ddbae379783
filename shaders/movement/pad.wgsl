// Pad: each output element finds its input along every axis; beyond it come a constant, the edge, a mirror, or the
// other end. Negative pads crop. Words of 32 bits, one thread each.

struct Params {
  count: u32,
  // (inner, size, input stride, 0) an axis of the output.
  axes: array<vec4<u32>, 8>,
  // (positions before the input, first kept, number kept, 0) an axis.
  kept: array<vec4<u32>, 8>,
}

override WORKGROUP: u32;
override AXES: u32;
// 0 constant, 1 edge, 2 reflect, 3 wrap.
override MODE: u32;

@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read> fill: array<u32>;
@group(0) @binding(2) var<storage, read_write> padded: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

// The input position for a position that may lie outside [0, size); -1 where the constant goes.
fn continued(position: i32, size: i32) -> i32 {
  if (position >= 0 && position < size) {
    return position;
  }
  if (size == 0 || MODE == 0u) {
    return -1;
  }
  if (MODE == 1u || size == 1) {
    return clamp(position, 0, size - 1);
  }
  let period = select(size, 2 * (size - 1), MODE == 2u);
  let folded = ((position % period) + period) % period;
  return select(folded, min(folded, period - folded), MODE == 2u);
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
  var start = 0u;
  var outside = false;
  for (var a = 0u; a < AXES; a++) {
    let axis = params.axes[a];
    let kept = params.kept[a];
    let position = continued(i32((i / axis.x) % axis.y) - i32(kept.x), i32(kept.z));
    outside = outside || position < 0;
    start += (u32(max(position, 0)) + kept.y) * axis.z;
  }
  padded[i] = select(source[start], fill[0], outside);
}
