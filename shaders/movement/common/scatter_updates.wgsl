// What the three ways of ScatterElements and ScatterND share: the updates, where they go, and how one meets a value.

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
