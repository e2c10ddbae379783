// Dense rows need nothing for a span of k.

fn a_span(at: vec4<u32>, k: u32) -> mat2x4<f32> {
  return mat2x4<f32>();
}
