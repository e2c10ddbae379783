// Operands of the gradient of a convolution's weight: rows are filters of a group, columns are weights of a filter,
// k runs over the output positions of some images. Partial sums of slices of the batch are added afterwards.
// tables: (k, to a multiple of 4) where dY stands for each k, then where the window starts; (n) offset of each weight.

struct Params {
  m: u32, // filters of a group
  n: u32, // weights of a filter
  k: u32, // output positions of a full slice
  groups_x: u32,
  groups_y: u32,
  batches: u32, // slices * groups of channels
  slices: u32,
  last_k: u32, // output positions of the last slice
  dy_slice: u32, // elements of dY and X from one slice to the next
  x_slice: u32,
  dy_group: u32, // elements from one group's channels to the next
  x_group: u32,
  dy_channel: u32,
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>; // (slices, groups * m, n)
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> tables: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

var<private> slice_k: u32;

fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  let batch = y / params.groups_y;
  slice_k = select(params.k, params.last_k, batch % params.slices == params.slices - 1u);
  return vec3(group % params.groups_x, y % params.groups_y, batch);
}

fn a_rows(batch: u32, row: u32) -> vec4<u32> {
  let rows = min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
  let start = batch % params.slices * params.dy_slice + batch / params.slices * params.dy_group;
  return start + rows * params.dy_channel;
}

fn a_at(at: u32, offsets: vec4<u32>, k: u32) -> vec4<f32> {
  let each = at + offsets;
  let inside = vec4(k, k + 1u, k + 2u, k + 3u) < vec4(slice_k);
  return select(vec4(0.0), vec4(dy[each.x], dy[each.y], dy[each.z], dy[each.w]), inside);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let offsets = vec4(tables[k], tables[k + 1u], tables[k + 2u], tables[k + 3u]);
  return mat4x4<f32>(a_at(at.x, offsets, k), a_at(at.y, offsets, k), a_at(at.z, offsets, k), a_at(at.w, offsets, k));
}

fn b_columns(batch: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  let each = columns + 2u * ((params.k + 3u) & 0xfffffffcu);
  let start = batch % params.slices * params.x_slice + batch / params.slices * params.x_group;
  return start + vec4(tables[each.x], tables[each.y], tables[each.z], tables[each.w]);
}

fn b_row(at: vec4<u32>, k: u32) -> vec4<f32> {
  let each = at + tables[((params.k + 3u) & 0xfffffffcu) + k];
  return select(vec4(0.0), vec4(x[each.x], x[each.y], x[each.z], x[each.w]), k < slice_k);
}

fn b_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(b_row(at, k), b_row(at, k + 1u), b_row(at, k + 2u), b_row(at, k + 3u));
}

fn out_columns(batch: u32, column: u32) -> vec4<u32> {
  let slice = batch % params.slices;
  let groups = params.batches / params.slices;
  return vec4((slice * groups + batch / params.slices) * params.m * params.n + column);
}

fn store_quad(batch: u32, row: u32, column: u32, at: vec4<u32>, sums: vec4<f32>) {
  if (row >= params.m) {
    return;
  }
  for (var i = 0u; i < min(4u, params.n - min(column, params.n)); i++) {
    out[at.x + row * params.n + i] = sums[i];
  }
}
