// MatMulNBits as it stands in a file, bytes one a word: for graphs whose weight is no parameter. Weights that are
// parameters become packed storage when a file is read, and go through quantized_matmul.

struct Params {
  count: u32, // rows of A * n
  n: u32,
  k: u32,
  bits: u32,
  block_size: u32,
  blocks: u32, // of a row
  zeros: u32, // 0: the middle of the range, 1: packed like the codes, 2: floats
  biased: u32,
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> codes: array<i32>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> zero_points: array<u32>;
@group(0) @binding(5) var<storage, read> bias: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

override THREADS: u32 = 64;

fn zero_point(row: u32, block: u32) -> f32 {
  if (params.zeros == 2u) {
    return bitcast<f32>(zero_points[row * params.blocks + block]);
  }
  if (params.zeros == 1u) {
    let bit = block * params.bits;
    let byte = zero_points[row * ((params.blocks * params.bits + 7u) / 8u) + bit / 8u];
    return f32(extractBits(byte, bit % 8u, params.bits));
  }
  return f32(1u << (params.bits - 1u));
}

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
  let column = index % params.n;
  let row = index / params.n;
  let first = column * params.blocks * params.block_size * params.bits / 8u;
  var sum = 0.0;
  if (params.biased != 0u) {
    sum = bias[column];
  }
  for (var block = 0u; block < params.blocks; block++) {
    let zero = zero_point(column, block);
    let scale = scales[column * params.blocks + block];
    let end = min(params.k, (block + 1u) * params.block_size);
    for (var k = block * params.block_size; k < end; k++) {
      let bit = k * params.bits;
      let code = extractBits(u32(codes[first + bit / 8u]), bit % 8u, params.bits);
      sum += a[row * params.k + k] * (scale * (f32(code) - zero));
    }
  }
  out[index] = epilogue(sum, index);
}
