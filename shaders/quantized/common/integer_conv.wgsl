// Operands of a convolution of int8 activations (columns) with int8 weights (rows), k being words of four channels,
// kernel positions outside. The input carries its padding and has its channels innermost (quantize_image).
// tables: (places) start of each window; (places) position of each result; (k, to a multiple of 4) offset of each k.

struct Params {
  m: u32, // filters of a group
  n: u32, // columns: images * places
  k: u32, // in sixteens
  groups_x: u32, // workgroups along n
  groups_y: u32, // workgroups along m
  batches: u32, // groups of channels
  places: u32, // output positions of one image
  x_image: u32, // words of one image of the input
  x_group: u32, // words of one group's channels
  out_image: u32,
  out_channel: u32,
  group_size: u32, // sixteens that share a weight scale: all
  x_scale_step: u32, // 1: a scale an image, 0: one for all
  zero: i32, // minus the signed code that stands for 0
  biased: u32, // 0: bias is not read
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<u32>;
@group(0) @binding(3) var<storage, read> x_scale: array<f32>;
@group(0) @binding(4) var<storage, read> tables: array<u32>;
@group(0) @binding(5) var<storage, read> weights: array<vec4<u32>>; // (groups * m, k)
@group(0) @binding(6) var<storage, read> weight_facts: array<vec2<u32>>; // (groups * m) scale as bits, sum of weights
@group(1) @binding(0) var<uniform> params: Params;

// (x, y, group of channels) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}

fn a_rows(group: u32, row: u32) -> vec4<u32> {
  return group * params.m + min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
}

fn a_bytes(at: u32, k: u32) -> vec4<u32> {
  return weights[at * params.k + k];
}

fn b_bytes(at: u32, k: u32) -> vec4<u32> {
  let first = 2u * params.places + 4u * k;
  let each = at + vec4(tables[first], tables[first + 1u], tables[first + 2u], tables[first + 3u]);
  return vec4(x[each.x], x[each.y], x[each.z], x[each.w]);
}

fn a_factors(at: vec4<u32>, k: u32) -> vec4<f32> {
  return bitcast<vec4<f32>>(
    vec4(weight_facts[at.x].x, weight_facts[at.y].x, weight_facts[at.z].x, weight_facts[at.w].x),
  );
}

fn b_factors(column: u32, at: vec4<u32>, k: u32) -> vec4<f32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  let each = images_of(columns) * params.x_scale_step;
  return vec4(x_scale[each.x], x_scale[each.y], x_scale[each.z], x_scale[each.w]);
}

// What is added to the sums of four filters, since activations lie about their zero.
fn a_offsets(at: vec4<u32>, k: u32) -> vec4<i32> {
  let sums = vec4(weight_facts[at.x].y, weight_facts[at.y].y, weight_facts[at.z].y, weight_facts[at.w].y);
  return params.zero * vec4<i32>(sums);
}

fn b_offsets(at: vec4<u32>, k: u32) -> vec4<i32> {
  return vec4(0);
}
