// Elements in vectors of four.

const WIDTH: u32 = 4u;

// The sum of a vector's components.
fn across(x: Elem) -> f32 {
  return (x.x + x.y) + (x.z + x.w);
}
