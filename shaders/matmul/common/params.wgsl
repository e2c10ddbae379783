// What every kernel of the matmul family is called with, and where a workgroup stands in its grid.
// out[batch][m][n] = epilogue(alpha * A[batch][m][k] B[batch][k][n] + beta * bias)

struct Params {
  m: u32,
  n: u32,
  k: u32,
  groups_x: u32, // workgroups along n
  groups_y: u32, // workgroups along m
  batches: u32,
  a_row: u32, // strides in elements
  a_inner: u32,
  b_inner: u32,
  b_column: u32,
  bias_row: u32,
  bias_column: u32,
  alpha: f32,
  beta: f32, // 0: bias is not read
  batch_rank: u32,
  batch_shape: array<vec4<u32>, 2>, // the last dimension first
  a_batch: array<vec4<u32>, 2>, // strides in elements, 0 where broadcast
  b_batch: array<vec4<u32>, 2>,
}

@group(1) @binding(0) var<uniform> params: Params;

// (x, y, batch) of a workgroup in the unfolded grid.
fn tile_place(group: u32) -> vec3<u32> {
  let y = group / params.groups_x;
  return vec3(group % params.groups_x, y % params.groups_y, y / params.groups_y);
}

// Where the matrices A and B of a batch start, in elements.
fn batch_starts(batch: u32) -> vec2<u32> {
  var rest = batch;
  var starts = vec2(0u);
  for (var i = 0u; i < params.batch_rank; i++) {
    let size = params.batch_shape[i / 4u][i % 4u];
    starts += (rest % size) * vec2(params.a_batch[i / 4u][i % 4u], params.b_batch[i / 4u][i % 4u]);
    rest /= size;
  }
  return starts;
}
