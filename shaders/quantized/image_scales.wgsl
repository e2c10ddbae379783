// The scale of each sample of a batch for dynamic int8: its largest magnitude / 127, at least 1e-12.
// A workgroup takes a sample.

struct Params {
  samples: u32,
  size: u32, // values of a sample
}

@group(0) @binding(0) var<storage, read_write> scales: array<f32>; // (samples)
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

override LANES: u32 = 64;

var<workgroup> largest: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = linear_group(group, groups);
  let start = min(place, params.samples - 1u) * params.size;
  var most = 0.0;
  for (var i = lane; i < params.size; i += LANES) {
    most = max(most, abs(x[start + i]));
  }
  largest[lane] = most;
  workgroupBarrier();
  if (lane == 0u && place < params.samples) {
    for (var i = 0u; i < LANES; i++) {
      most = max(most, largest[i]);
    }
    scales[place] = max(most * 0.00787401574803, 1e-12);
  }
}
