// Where an element that is named by an index tuple lies: for Gather, GatherElements, GatherND and their scatters.
// The text that includes this binds `indices: array<i32>` and has `tuple_inner`, `tuple_count`, `base` and `tuple` in
// its Params. Indices count from the end where negative; those outside are held at the ends, since a kernel cannot refuse.

override BASE_AXES: u32;
override TUPLE: u32;

// Position in the indexed tensor of element i of the gathered or updating one.
fn indexed_position(i: u32) -> u32 {
  var position = 0u;
  for (var a = 0u; a < BASE_AXES; a++) {
    let axis = params.base[a];
    position += ((i / axis.x) % axis.y) * axis.z;
  }
  let first = ((i / params.tuple_inner) % params.tuple_count) * TUPLE;
  for (var k = 0u; k < TUPLE; k++) {
    let size = i32(params.tuple[k].x);
    let index = indices[first + k];
    position += u32(clamp(select(index, index + size, index < 0), 0, size - 1)) * params.tuple[k].y;
  }
  return position;
}
