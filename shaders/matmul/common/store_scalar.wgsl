// Stores up to four results of a row one by one; n is any number.

fn store_quad(batch: u32, row: u32, column: u32, sums: vec4<f32>) {
  if (row >= params.m) {
    return;
  }
  let index = (batch * params.m + row) * params.n + column;
  for (var i = 0u; i < min(4u, params.n - min(column, params.n)); i++) {
    out[index + i] = finished(sums[i], row, column + i, index + i);
  }
}
