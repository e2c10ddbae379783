// Stores four results of a row at once; n is a multiple of 4.

// Where four columns of row 0 stand.
fn out_columns(batch: u32, column: u32) -> vec4<u32> {
  return vec4(batch * params.m * params.n + column);
}

fn store_quad(batch: u32, row: u32, column: u32, at: vec4<u32>, sums: vec4<f32>) {
  if (row >= params.m || column >= params.n) {
    return;
  }
  let index = at.x + row * params.n;
  var values = sums;
  for (var i = 0u; i < 4u; i++) {
    values[i] = finished(sums[i], row, column + i, index + i);
  }
  out[index / 4u] = values;
}
