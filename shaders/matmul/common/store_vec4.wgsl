// Stores four results of a row at once; n is a multiple of 4. A bias that is the same for every row is read once for
// all rows of a thread.

var<private> column_bias: vec4<f32>;

// Four neighbours of the bias, times beta.
fn bias_quad(row: u32, column: u32) -> vec4<f32> {
  let at = row * params.bias_row + column * params.bias_column;
  let step = params.bias_column;
  return params.beta * vec4(bias[at], bias[at + step], bias[at + 2u * step], bias[at + 3u * step]);
}

// Where four columns of row 0 stand.
fn out_columns(batch: u32, column: u32) -> vec4<u32> {
  column_bias = vec4(0.0);
  if (params.beta != 0.0 && params.bias_row == 0u) {
    column_bias = bias_quad(0u, column);
  }
  return vec4(batch * params.m * params.n + column);
}

fn store_quad(batch: u32, row: u32, column: u32, at: vec4<u32>, sums: vec4<f32>) {
  if (row >= params.m || column >= params.n) {
    return;
  }
  let index = at.x + row * params.n;
  var values = params.alpha * sums + column_bias;
  if (params.beta != 0.0 && params.bias_row != 0u) {
    values += bias_quad(row, column);
  }
  out[index / 4u] = vec4(
    epilogue(values.x, index),
    epilogue(values.y, index + 1u),
    epilogue(values.z, index + 2u),
    epilogue(values.w, index + 3u),
  );
}
