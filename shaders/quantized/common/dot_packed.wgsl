// Products of four signed bytes by the packed dot product of the language.

fn dot_bytes(a: u32, b: u32) -> i32 {
  return dot4I8Packed(a, b);
}
