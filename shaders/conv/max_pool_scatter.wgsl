// The gradient of MaxPool from indices alone, scattered into zeros: out[indices[i]] += dy[i]. WGSL has no atomic f32,
// so the sum is exchanged as bits until nobody came between. Where windows overlap, the order of additions is free.

struct Params {
  count: u32,
}

@group(0) @binding(0) var<storage, read_write> out: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linear_group(group, groups) * THREADS + local;
  if (index >= params.count || indices[index] < 0) {
    return;
  }
  let target_index = u32(indices[index]);
  var seen = atomicLoad(&out[target_index]);
  loop {
    let wanted = bitcast<u32>(bitcast<f32>(seen) + dy[index]);
    let result = atomicCompareExchangeWeak(&out[target_index], seen, wanted);
    if (result.exchanged) {
      break;
    }
    seen = result.old_value;
  }
}
