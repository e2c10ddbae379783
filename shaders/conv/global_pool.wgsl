// Reduces each plane to its mean or its largest value. A workgroup takes PLANES planes with LANES threads each: many
// lanes on a GPU, one on a software adapter.

struct Params {
  planes: u32,
  plane: u32, // positions of a plane
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

override PLANES: u32 = 1;
override LANES: u32 = 64;
override MAX: u32 = 0; // 1: the largest, 0: the mean

var<workgroup> partial: array<f32, PLANES * LANES>;

fn join(a: f32, b: f32) -> f32 {
  if (MAX != 0u) {
    return max(a, b);
  }
  return a + b;
}

@compute @workgroup_size(PLANES, LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let plane = linear_group(group, groups) * PLANES + local.x;
  let start = min(plane, params.planes - 1u) * params.plane;
  var sum = x[start + min(local.y, params.plane - 1u)];
  if (MAX == 0u && local.y >= params.plane) {
    sum = 0.0;
  }
  for (var i = local.y + LANES; i < params.plane; i += LANES) {
    sum = join(sum, x[start + i]);
  }
  if (LANES > 1u) {
    partial[local.y * PLANES + local.x] = sum;
    workgroupBarrier();
    for (var i = 1u; i < LANES && local.y == 0u; i++) {
      sum = join(sum, partial[i * PLANES + local.x]);
    }
  }
  if (local.y == 0u && plane < params.planes) {
    if (MAX == 0u) {
      sum /= f32(params.plane);
    }
    out[plane] = epilogue(sum, plane);
  }
}
