// Elements in vectors of four.

const WIDTH: u32 = 4u;

// The sum of a vector's components.
fn across(x: Elem) -> f32 {
  return (x.x + x.y) + (x.z + x.w);
}

// Vector `at` of a result after the fused chain.
fn chained(x: Elem, at: u32) -> Elem {
  let first = 4u * at;
  return vec4(
    epilogue(x.x, first),
    epilogue(x.y, first + 1u),
    epilogue(x.z, first + 2u),
    epilogue(x.w, first + 3u),
  );
}
