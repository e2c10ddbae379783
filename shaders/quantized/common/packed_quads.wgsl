// Weights from packed storage, four of a row at a time, dequantized in registers: scale * (code - zero).
// After common/packed.wgsl, which knows scales and zero points. Every width goes through here; what a width does not
// need is gone once the overrides are known.

// Four codes of a plane from j on, a multiple of 4, so that they stand in one word.
fn plane_quad(base: u32, width: u32, j: u32) -> vec4<u32> {
  let bit = j * width;
  let word = codes[base + (bit >> 5u)] >> (bit & 31u);
  return (vec4(word) >> vec4(0u, width, 2u * width, 3u * width)) & vec4((1u << width) - 1u);
}

// Four codes from k on, a multiple of 4; `base` is the first word of the row.
fn packed_quad(base: u32, k: u32) -> vec4<u32> {
  let block = base + (k >> 5u) * BITS;
  let j = k & 31u;
  if (BITS == 3u) {
    return plane_quad(block, 2u, j) | (plane_quad(block + 2u, 1u, j) << vec4(2u));
  }
  if (BITS == 5u) {
    return plane_quad(block, 4u, j) | (plane_quad(block + 4u, 1u, j) << vec4(4u));
  }
  if (BITS == 6u) {
    return plane_quad(block, 4u, j) | (plane_quad(block + 4u, 2u, j) << vec4(4u));
  }
  if (BITS == 7u) {
    let low = plane_quad(block, 4u, j) | (plane_quad(block + 4u, 2u, j) << vec4(4u));
    return low | (plane_quad(block + 6u, 1u, j) << vec4(6u));
  }
  return plane_quad(block, BITS, j);
}

// Scales, and codes of zero, of four rows for the group of columns that holds k.
fn packed_span(rows: vec4<u32>, k: u32) -> mat2x4<f32> {
  let group = rows * params.row_scales + k / params.group_size;
  return mat2x4<f32>(
    vec4(scale_at(group.x), scale_at(group.y), scale_at(group.z), scale_at(group.w)),
    vec4<f32>(vec4<i32>(vec4(zero_at(group.x), zero_at(group.y), zero_at(group.z), zero_at(group.w)))),
  );
}

// Weights of four rows at four columns from k on; column i is row i. Past the last column stands the code of zero.
fn packed_block(rows: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let bases = rows * params.row_words;
  return mat4x4<f32>(
    span[0].x * (code_quad(bases.x, k) - span[1].x),
    span[0].y * (code_quad(bases.y, k) - span[1].y),
    span[0].z * (code_quad(bases.z, k) - span[1].z),
    span[0].w * (code_quad(bases.w, k) - span[1].w),
  );
}

// Signed integers turn into floats in one instruction on many machines, unsigned ones do not.
fn code_quad(base: u32, k: u32) -> vec4<f32> {
  return vec4<f32>(vec4<i32>(packed_quad(base, k)));
}
