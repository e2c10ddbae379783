// A reduction with one workgroup a result (or a part of one): threads take every WORKGROUP-th element, then join in a
// tree. For few results of many elements; for many results of few elements see reduce_row.

struct Params {
  // Results times parts.
  count: u32,
  // Elements reduced to one.
  length: u32,
  initial: u32,
  // Workgroups that share a result; each takes `part_length` elements and a second dispatch joins them.
  parts: u32,
  part_length: u32,
  kept: array<vec4<u32>, 8>,
  sizes: vec4<u32>,
  strides: vec4<u32>,
}

override WORKGROUP: u32;
override KEPT: u32;

@group(0) @binding(0) var<storage, read> source: array<Elem>;
@group(0) @binding(1) var<storage, read_write> result: array<Elem>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> partial: array<Elem, WORKGROUP>;

// Offset of reduced element r.
fn offset_of(r: u32) -> u32 {
  let s = params.sizes;
  let w = r % s.w;
  let z = (r / s.w) % s.z;
  let y = (r / s.w / s.z) % s.y;
  let x = r / s.w / s.z / s.y;
  return dot(vec4(x, y, z, w), params.strides);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups);
  let row = i / params.parts;
  var base = 0u;
  for (var a = 0u; a < KEPT; a++) {
    let axis = params.kept[a];
    base += ((row / axis.x) % axis.y) * axis.z;
  }
  let first = (i % params.parts) * params.part_length;
  let end = min(first + params.part_length, params.length);
  var total = neutral();
  if (i < params.count) {
    for (var r = first + thread; r < end; r += WORKGROUP) {
      total = folded(total, mapped(source[base + offset_of(r)]));
    }
  }
  partial[thread] = total;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] = folded(partial[thread], partial[thread + half]);
    }
    workgroupBarrier();
  }
  if (thread == 0u && i < params.count) {
    result[i] = stored(partial[0], i);
  }
}
