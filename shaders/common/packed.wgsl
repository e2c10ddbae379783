// Codes of a packed matrix (see src/tensor/packed.ts): blocks of 32 codes in BITS words. Widths 2, 4 and 8 lie in
// place; 3, 5, 6 and 7 lie as planes of widths 4, 2 and 1. The text that includes this binds `codes`, `scales` and
// `zero_points`, each array<u32>.

override BITS: u32;
// 1 when scales are words of two f16 values, 0 when they are f32.
override HALF_SCALES: u32;
// 1 when the zero point is always 2^(BITS - 1).
override SYMMETRIC: u32;

// Code j (0 to 31) of the block that begins at word `base`.
fn packed_code(base: u32, j: u32) -> u32 {
  switch BITS {
    case 3u: { return plane_code(base, 2u, j) | (plane_code(base + 2u, 1u, j) << 2u); }
    case 5u: { return plane_code(base, 4u, j) | (plane_code(base + 4u, 1u, j) << 4u); }
    case 6u: { return plane_code(base, 4u, j) | (plane_code(base + 4u, 2u, j) << 4u); }
    case 7u: {
      return plane_code(base, 4u, j) | (plane_code(base + 4u, 2u, j) << 4u) | (plane_code(base + 6u, 1u, j) << 6u);
    }
    default: { return plane_code(base, BITS, j); }
  }
}

// Code j of a plane of `width` bits that begins at word `base`.
fn plane_code(base: u32, width: u32, j: u32) -> u32 {
  let bit = j * width;
  return extractBits(codes[base + (bit >> 5u)], bit & 31u, width);
}

// Scale number i.
fn scale_at(i: u32) -> f32 {
  if (HALF_SCALES == 1u) {
    return unpack2x16float(scales[i >> 1u])[i & 1u];
  }
  return bitcast<f32>(scales[i]);
}

// The code that stands for zero beside scale number i.
fn zero_at(i: u32) -> u32 {
  if (SYMMETRIC == 1u) {
    return 1u << (BITS - 1u);
  }
  return extractBits(zero_points[i >> 2u], (i & 3u) * 8u, 8u);
}
