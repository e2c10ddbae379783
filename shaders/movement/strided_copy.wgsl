// Copies words from one strided view to another: Transpose, Slice, Split, Concat, Tile, DepthToSpace. A thread moves one
// word, or a vector of four neighbours. Types do not matter here: all elements are 32 bits.

struct Params {
  // Words (or vectors) to move.
  count: u32,
  source_offset: u32,
  target_offset: u32,
  // (inner, size, source stride, target stride) an axis; negative strides as two's complement.
  axes: array<vec4<u32>, 8>,
}

override WORKGROUP: u32;
override AXES: u32;

@group(0) @binding(0) var<storage, read> source: array<Word>;
@group(0) @binding(1) var<storage, read_write> target_words: array<Word>;
@group(1) @binding(0) var<uniform> params: Params;

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
  var start = params.source_offset;
  var to = params.target_offset;
  var rest = i;
  for (var a = 0u; a < AXES; a++) {
    let axis = params.axes[a];
    var step = rest; // The innermost axis takes what is left: divisions are slow.
    if (a + 1u < AXES) {
      step = rest / axis.x;
      rest -= step * axis.x;
    }
    start += step * axis.z;
    to += step * axis.w;
  }
  target_words[to] = source[start];
}
