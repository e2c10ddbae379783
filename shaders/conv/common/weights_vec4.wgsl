// Weights as rows of k, k a multiple of 4. A block is four filters by four k; its column i is filter row + i.

fn a_rows(group: u32, row: u32) -> vec4<u32> {
  let rows = min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
  return (group * params.a_group + rows * params.a_row) / 4u;
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  return a[at + k / 4u];
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let step = k / 4u;
  return mat4x4<f32>(a[at.x + step], a[at.y + step], a[at.z + step], a[at.w + step]);
}
