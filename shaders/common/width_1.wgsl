// Elements one by one.

const WIDTH: u32 = 1u;

fn across(x: Elem) -> f32 {
  return x;
}

// Element `at` of a result after the fused chain.
fn chained(x: Elem, at: u32) -> Elem {
  return epilogue(x, at);
}
