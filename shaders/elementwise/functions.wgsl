// Elementwise operators as functions on Float, Int and Uint, which are one element or four (the linker aliases them).
// So: no branches on values, only `select`; constants by constructor. The linker takes only what a chain calls.

// NaN passes through, since comparing with it is false.
fn op_relu(x: Float) -> Float {
  return select(x, Float(0.0), x < Float(0.0));
}
