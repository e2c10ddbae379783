// Products of four signed bytes where the language has no packed dot product.

fn dot_bytes(a: u32, b: u32) -> i32 {
  let x = vec4<i32>(i32(a << 24u), i32(a << 16u), i32(a << 8u), i32(a)) >> vec4(24u);
  let y = vec4<i32>(i32(b << 24u), i32(b << 16u), i32(b << 8u), i32(b)) >> vec4(24u);
  return x.x * y.x + x.y * y.y + x.z * y.z + x.w * y.w;
}
