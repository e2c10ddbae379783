// ScatterElements and ScatterND where updates are few: the first update of each place applies all that go there, in
// order, so the result is the same on every run. Every thread looks at every update; for many see scatter_atomic.

@group(0) @binding(2) var<storage, read_write> scattered: array<Elem>;

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
  var value = scattered[place];
  // Updates of one place stand at the same position within their tuples' slices.
  for (var other = i % params.tuple_inner; other < params.count; other += params.tuple_inner) {
    if (indexed_position(other) == place) {
      if (other < i) {
        return;
      }
      value = combined(value, updates[other]);
    }
  }
  scattered[place] = value;
}
