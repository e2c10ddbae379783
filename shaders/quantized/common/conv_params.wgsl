// A convolution with packed weights as a matrix product, as in shaders/conv/common/params.wgsl.

struct Params {
  m: u32, // filters of a group
  n: u32, // columns: images * places
  k: u32,
  groups_x: u32, // workgroups along n
  groups_y: u32, // workgroups along m
  batches: u32, // groups of channels
  places: u32, // output positions of one image
  x_image: u32, // elements of one image of the input
  x_group: u32, // elements of one group's channels
  out_image: u32,
  out_channel: u32,
  biased: u32, // 0: bias is not read
  row_words: u32, // words in a row of codes
  row_scales: u32, // scales of a row, 0 where all rows share one
  group_size: u32, // columns that share a scale
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> tables: array<u32>;
@group(0) @binding(4) var<storage, read> codes: array<u32>;
@group(0) @binding(5) var<storage, read> scales: array<u32>;
@group(0) @binding(6) var<storage, read> zero_points: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

// (x, y, group of channels) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}
