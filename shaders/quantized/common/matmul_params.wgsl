// What a product with a packed B is called with: out[m][n] = epilogue(alpha * A[m][k] B[n][k] + beta * bias).
// Rows of A are aligned to four or not; B is (n, k) in packed storage.

struct Params {
  m: u32,
  n: u32,
  k: u32,
  groups_x: u32, // workgroups along n
  groups_y: u32, // workgroups along m
  batches: u32, // 1
  a_row: u32, // strides in elements
  a_inner: u32,
  bias_row: u32,
  bias_column: u32,
  alpha: f32,
  beta: f32, // 0: bias is not read
  row_words: u32, // words in a row of codes
  row_scales: u32, // scales of a row, 0 where all rows share one
  group_size: u32, // columns that share a scale
}

@group(0) @binding(0) var<storage, read_write> out: array<OutElem>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> a: array<AElem>;
@group(0) @binding(3) var<storage, read> codes: array<u32>;
@group(0) @binding(4) var<storage, read> scales: array<u32>;
@group(0) @binding(5) var<storage, read> zero_points: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

// (x, y, batch) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}

fn batch_starts(batch: u32) -> vec2<u32> {
  return vec2(0u);
}
