// Activations (images, groups * channels, plane) to int8 with four channels a word, channels innermost, padded: the
// input of an integer convolution. Padding holds the code of zero. One word a thread.

struct Params {
  count: u32, // images * groups * padded * words
  channels: u32, // of a group
  words: u32, // of the channels of a group
  padded: u32, // positions of a padded plane
  plane: u32, // positions of an input plane
  groups: u32,
  zero: f32, // the signed code that stands for 0
  least: f32, // the range of codes, signed
  most: f32,
  scale_step: u32, // 1: a scale an image, 0: one for all
}

@group(0) @binding(0) var<storage, read_write> codes: array<u32>; // (images, groups, padded, words)
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> sources: array<u32>; // (padded)
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
  let word = index % params.words;
  let position = index / params.words % params.padded;
  let image_group = index / params.words / params.padded;
  let source = sources[position];
  let scale = scales[image_group / params.groups * params.scale_step];
  var codes_word = 0u;
  for (var j = 0u; j < 4u; j++) {
    let channel = word * 4u + j;
    var code = params.zero;
    if (source != outside && channel < params.channels) {
      let value = x[(image_group * params.channels + channel) * params.plane + source];
      code = clamp(rounded_quotient(value, scale) + params.zero, params.least, params.most);
    }
    codes_word |= (u32(i32(code)) & 255u) << (8u * j);
  }
  codes[index] = codes_word;
}
