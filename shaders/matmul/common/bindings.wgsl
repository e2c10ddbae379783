// Storage of a dense matmul. Elements are vec4<f32> where rows are aligned to four, f32 where not, and
// vec2<u32> for B where four 16-bit floats are packed in two words.

@group(0) @binding(0) var<storage, read_write> out: array<OutElem>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> a: array<AElem>;
@group(0) @binding(3) var<storage, read> b: array<BElem>;
