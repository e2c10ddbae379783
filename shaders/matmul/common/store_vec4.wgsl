// Stores four results of a row at once; n is a multiple of 4.

fn store_quad(batch: u32, row: u32, column: u32, sums: vec4<f32>) {
  if (row >= params.m || column >= params.n) {
    return;
  }
  let index = (batch * params.m + row) * params.n + column;
  var values = sums;
  for (var i = 0u; i < 4u; i++) {
    values[i] = finished(sums[i], row, column + i, index + i);
  }
  out[index / 4u] = values;
}
