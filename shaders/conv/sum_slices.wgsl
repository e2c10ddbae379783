// Adds the partial sums of slices: out[i] = sum over s of partial[s][i].

struct Params {
  count: u32,
  slices: u32,
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<f32>; // (slices, count)
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linear_group(group, groups) * THREADS + local;
  if (index >= params.count) {
    return;
  }
  var sum = 0.0;
  for (var slice = 0u; slice < params.slices; slice++) {
    sum += partial[slice * params.count + index];
  }
  out[index] = epilogue(sum, index);
}
