// Fills a buffer with zeros, before something is scattered into it.

struct Params {
  count: u32,
}

@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linear_group(group, groups) * THREADS + local;
  if (index < params.count) {
    out[index] = 0u;
  }
}
