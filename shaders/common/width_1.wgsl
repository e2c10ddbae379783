// Elements one by one.

const WIDTH: u32 = 1u;

fn across(x: Elem) -> f32 {
  return x;
}
