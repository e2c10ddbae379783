// ScatterElements and ScatterND where updates are many: each thread applies one update by compare and exchange. Sums of
// floats depend on the order in which updates come; of updates that replace, any one wins, as ONNX allows.

struct Params {
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
@group(0) @binding(2) var<storage, read_write> scattered: array<atomic<u32>>;
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
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i >= params.count) {
    return;
  }
  let place = indexed_position(i);
  var old = atomicLoad(&scattered[place]);
  loop {
    let next = bitcast<u32>(combined(bitcast<Elem>(old), updates[i]));
    let result = atomicCompareExchangeWeak(&scattered[place], old, next);
    if (result.exchanged) {
      break;
    }
    old = result.old_value;
  }
}
