// A convolution as a matrix product, without its im2col matrix ever being written: rows are filters of a group,
// columns are output positions of all images, k runs over channels of the group and kernel positions. An input value
// stands at (start of its window) + (offset of its k), both from tables, so windows of any rank, stride and dilation
// look alike. The input carries its padding (conv_pad).

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
  a_row: u32, // strides of weights in elements
  a_group: u32,
  biased: u32, // 0: bias is not read
}

@group(1) @binding(0) var<uniform> params: Params;

// (x, y, group of channels) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}
