// ScatterElements and ScatterND of slices, a thread a position within them: it applies the updates of its position one
// after another, so the result is the same on every run. For slices wide enough to give threads work; see scatter.

@group(0) @binding(2) var<storage, read_write> scattered: array<Elem>;

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
