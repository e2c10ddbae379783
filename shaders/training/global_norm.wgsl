// The norm of many tensors from the sums of squares of their pieces, and the factor that brings it down to `most` where
// it is larger. One workgroup; see square_sums. Pascanu et al., 2013, arXiv:1211.5063.

struct Params {
  // Pieces.
  count: u32,
  most: f32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> sums: array<f32>;
@group(0) @binding(1) var<storage, read_write> norm: array<f32>;
@group(0) @binding(2) var<storage, read_write> factor: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

// Keeps the division finite where everything is zero.
const LEAST: f32 = 1e-12;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < params.count; i += WORKGROUP) {
    sum += sums[i];
  }
  let length = sqrt(workgroup_total(sum, thread));
  if (thread == 0u) {
    norm[0] = length;
    factor[0] = min(params.most / (length + LEAST), 1.0);
  }
}
