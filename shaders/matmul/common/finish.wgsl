// What a sum becomes before it is stored: alpha, bias, and the fused chain.

fn finished(sum: f32, row: u32, column: u32, index: u32) -> f32 {
  var value = params.alpha * sum;
  if (params.beta != 0.0) {
    value += params.beta * bias[row * params.bias_row + column * params.bias_column];
  }
  return epilogue(value, index);
}
