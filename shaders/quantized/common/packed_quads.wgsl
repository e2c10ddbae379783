// Weights from packed storage, four of a row at a time, dequantized in registers: scale * (code - zero).
// After common/packed.wgsl, which knows scales and zero points. Every width goes through here; what a width does not
// need is gone once the overrides are known.
//
// Codes are masked where they stand and turned into floats; what their place makes of them is taken off by a power of
// two, exactly. Shifting each code down instead takes twice the time where vectors are shifted lane by lane.

// Four codes of `width` bits from the lowest bits of a word, each times the weight of its place.
// Signed integers turn into floats in one instruction on many machines, unsigned ones do not.
fn placed_codes(word: u32, width: u32) -> vec4<f32> {
  if (width == 8u) {
    let high = word >> 16u;
    return vec4<f32>(vec4<i32>(vec4(word, word, high, high) & vec4(0xffu, 0xff00u, 0xffu, 0xff00u)));
  }
  if (width == 4u) {
    return vec4<f32>(vec4<i32>(vec4(word) & vec4(0xfu, 0xf0u, 0xf00u, 0xf000u)));
  }
  if (width == 2u) {
    return vec4<f32>(vec4<i32>(vec4(word) & vec4(3u, 12u, 48u, 192u)));
  }
  return vec4<f32>(vec4<i32>(vec4(word) & vec4(1u, 2u, 4u, 8u)));
}

// What takes the places off: multiply by it.
fn place_weights(width: u32) -> vec4<f32> {
  if (width == 8u) {
    return vec4(1.0, 0.00390625, 1.0, 0.00390625);
  }
  if (width == 4u) {
    return vec4(1.0, 0.0625, 0.00390625, 0.000244140625);
  }
  if (width == 2u) {
    return vec4(1.0, 0.25, 0.0625, 0.015625);
  }
  return vec4(1.0, 0.5, 0.25, 0.125);
}

// Where the planes of four codes from k on (a multiple of 4) stand in a row: word, and bit in that word.
struct Places {
  first: vec2<u32>,
  second: vec2<u32>,
  third: vec2<u32>,
}

fn plane_place(k: u32, start: u32, width: u32) -> vec2<u32> {
  let bit = (k & 31u) * width;
  return vec2((k >> 5u) * BITS + start + (bit >> 5u), bit & 31u);
}

fn places_of(k: u32) -> Places {
  if (BITS == 3u) {
    return Places(plane_place(k, 0u, 2u), plane_place(k, 2u, 1u), vec2(0u));
  }
  if (BITS == 5u) {
    return Places(plane_place(k, 0u, 4u), plane_place(k, 4u, 1u), vec2(0u));
  }
  if (BITS == 6u || BITS == 7u) {
    return Places(plane_place(k, 0u, 4u), plane_place(k, 4u, 2u), plane_place(k, 6u, 1u));
  }
  return Places(plane_place(k, 0u, BITS), vec2(0u), vec2(0u));
}

fn plane_quad(base: u32, place: vec2<u32>, width: u32) -> vec4<f32> {
  if (width == 8u) {
    return placed_codes(codes[base + place.x], width) * place_weights(width);
  }
  return placed_codes(codes[base + place.x] >> place.y, width) * place_weights(width);
}

// Four codes of the row whose first word is `base`.
fn code_quad(base: u32, places: Places) -> vec4<f32> {
  if (BITS == 3u) {
    return plane_quad(base, places.first, 2u) + 4.0 * plane_quad(base, places.second, 1u);
  }
  if (BITS == 5u) {
    return plane_quad(base, places.first, 4u) + 16.0 * plane_quad(base, places.second, 1u);
  }
  if (BITS == 6u) {
    return plane_quad(base, places.first, 4u) + 16.0 * plane_quad(base, places.second, 2u);
  }
  if (BITS == 7u) {
    let low = plane_quad(base, places.first, 4u) + 16.0 * plane_quad(base, places.second, 2u);
    return low + 64.0 * plane_quad(base, places.third, 1u);
  }
  return plane_quad(base, places.first, BITS);
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
  let places = places_of(k);
  return mat4x4<f32>(
    span[0].x * (code_quad(bases.x, places) - span[1].x),
    span[0].y * (code_quad(bases.y, places) - span[1].y),
    span[0].z * (code_quad(bases.z, places) - span[1].z),
    span[0].w * (code_quad(bases.w, places) - span[1].w),
  );
}
