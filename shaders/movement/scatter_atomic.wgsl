// ScatterElements and ScatterND where updates are many: each thread applies one update by compare and exchange. Sums of
// floats depend on the order in which updates come; of updates that replace, any one wins, as ONNX allows.

@group(0) @binding(2) var<storage, read_write> scattered: array<atomic<u32>>;

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
