// Copies an input with its padding, so that convolutions need no bounds checks. Which input position a padded one
// takes stands in a table, the same for every plane; `outside` where it is padding.

struct Params {
  count: u32, // planes * padded
  padded: u32, // positions of a padded plane
  plane: u32, // positions of an input plane
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> sources: array<u32>; // (padded)
@group(1) @binding(0) var<uniform> params: Params;

const outside = 0xffffffffu;
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
  let plane = index / params.padded;
  let source = sources[index - plane * params.padded];
  out[index] = select(x[plane * params.plane + min(source, params.plane - 1u)], 0.0, source == outside);
}
