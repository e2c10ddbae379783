// ScatterElements and ScatterND of slices, a thread a position within them: it applies the updates of its position one
// after another, so the result is the same on every run. For slices wide enough to give threads work; see scatter.

struct Params {
  // Updates.
  count: u32,
  tuple_inner: u32,
  tuple_count: u32,
  base: array<vec4<u32>, 8>,
  tuple: array<vec4<u32>, 8>,
}

override WORKGROUP: u32;
// 0 replace, 1 add, 2 multiply, 3 maximum, 4 minimum.
override REDUCTION: u32;

@group(0) @binding(0) var<storage, read> indices: array<i32>;
@group(0) @binding(1) var<storage, read> updates: array<Elem>;
@group(0) @binding(2) var<storage, read_write> scattered: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

fn combined(value: Elem, update: Elem) -> Elem {
  switch REDUCTION {
    case 1u: { return value + update; }
    case 2u: { return value * update; }
    case 3u: { return max(value, update); }
    case 4u: { return min(value, update); }
    default: { return update; }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let column = linear_group(group, groups) * WORKGROUP + thread;
  if (column >= params.tuple_inner) {
    return;
  }
  // Two updates meet only where they stand at the same position within their slices.
  for (var i = column; i < params.count; i += params.tuple_inner) {
    let place = indexed_position(i);
    scattered[place] = combined(scattered[place], updates[i]);
  }
}
