// A reduction with one thread a result: best where there are many results of few elements each, or where neighbouring
// results read neighbouring elements. For few results of many elements see reduce_group.

struct Params {
  // Results.
  count: u32,
  // Elements reduced to one.
  length: u32,
  initial: u32,
  // (inner, size, stride, 0) an axis that stays.
  kept: array<vec4<u32>, 8>,
  // Sizes and strides of up to four reduced axes, outermost first; unused axes have size 1.
  sizes: vec4<u32>,
  strides: vec4<u32>,
}

override WORKGROUP: u32;
override KEPT: u32;

@group(0) @binding(0) var<storage, read> source: array<Elem>;
@group(0) @binding(1) var<storage, read_write> result: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

// The innermost reduced axis in four partial results, which shortens chains of roundings.
fn reduce_inner(start: u32) -> Elem {
  let size = params.sizes.w;
  let step = params.strides.w;
  var a = neutral();
  var b = a;
  var c = a;
  var d = a;
  var at = start;
  var i = 0u;
  for (; i + 4u <= size; i += 4u) {
    a = folded(a, mapped(source[at]));
    b = folded(b, mapped(source[at + step]));
    c = folded(c, mapped(source[at + 2u * step]));
    d = folded(d, mapped(source[at + 3u * step]));
    at += 4u * step;
  }
  for (; i < size; i++) {
    a = folded(a, mapped(source[at]));
    at += step;
  }
  return folded(folded(a, b), folded(c, d));
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
  var base = 0u;
  for (var a = 0u; a < KEPT; a++) {
    let axis = params.kept[a];
    base += ((i / axis.x) % axis.y) * axis.z;
  }
  var total = neutral();
  for (var x = 0u; x < params.sizes.x; x++) {
    for (var y = 0u; y < params.sizes.y; y++) {
      for (var z = 0u; z < params.sizes.z; z++) {
        let start = base + x * params.strides.x + y * params.strides.y + z * params.strides.z;
        total = folded(total, reduce_inner(start));
      }
    }
  }
  result[i] = stored(total, i);
}
