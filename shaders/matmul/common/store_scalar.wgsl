// Stores up to four results of a row one by one; n is any number.

// Where four columns of row 0 stand.
fn out_columns(batch: u32, column: u32) -> vec4<u32> {
  return vec4(batch * params.m * params.n + column);
}

fn store_quad(batch: u32, row: u32, column: u32, at: vec4<u32>, sums: vec4<f32>) {
  if (row >= params.m) {
    return;
  }
  let index = at.x + row * params.n;
  for (var i = 0u; i < min(4u, params.n - min(column, params.n)); i++) {
    out[index + i] = finished(sums[i], row, column + i, index + i);
  }
}
