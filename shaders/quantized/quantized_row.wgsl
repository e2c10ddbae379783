// One row of A times a packed B: a thread sums eight columns over a slice of K, sixteen codes of each at a time, and
// multiplies by a scale once for all its codes. Codes stay unsigned; what the zero point takes away is zero times the
// sum of A's values, shared by the eight. Planes of odd widths are summed apart, with A weighted for each. Slices are
// added in workgroup memory (split K); a software adapter takes one. Layout of work after llama.cpp's mul_mat_vec.

override COLUMNS: u32 = 16; // eights of columns a workgroup
override SLICES: u32 = 16;
override STEP: u32 = 32; // k of one slice at a time: a multiple of 16 that divides the columns of a scale

var<workgroup> partial: array<mat2x4<f32>, COLUMNS * SLICES>;

// Sixteen values of A from k on; column i is k + 4 i.
fn a_sixteen(at: u32, k: u32) -> mat4x4<f32> {
  return mat4x4<f32>(a_quad(at, k), a_quad(at, k + 4u), a_quad(at, k + 8u), a_quad(at, k + 12u));
}

// A's values with the places of codes of `width` bits taken off, once for all columns of the thread.
fn unplaced(x: mat4x4<f32>, width: u32) -> mat4x4<f32> {
  let weights = place_weights(width);
  return mat4x4<f32>(x[0] * weights, x[1] * weights, x[2] * weights, x[3] * weights);
}

// Sum of sixteen codes of a plane times A, unplaced for its width; `base` is the plane's first word, j is 0 or 16.
fn plane_sum(base: u32, width: u32, j: u32, x: mat4x4<f32>) -> f32 {
  let at = base + ((j * width) >> 5u);
  if (width == 8u) {
    return dot(placed_codes(codes[at], 8u), x[0]) + dot(placed_codes(codes[at + 1u], 8u), x[1])
      + dot(placed_codes(codes[at + 2u], 8u), x[2]) + dot(placed_codes(codes[at + 3u], 8u), x[3]);
  }
  if (width == 4u) {
    let words = vec2(codes[at], codes[at + 1u]);
    return dot(placed_codes(words.x, 4u), x[0]) + dot(placed_codes(words.x >> 16u, 4u), x[1])
      + dot(placed_codes(words.y, 4u), x[2]) + dot(placed_codes(words.y >> 16u, 4u), x[3]);
  }
  let word = codes[at] >> ((j * width) & 31u);
  return dot(placed_codes(word, width), x[0]) + dot(placed_codes(word >> (4u * width), width), x[1])
    + dot(placed_codes(word >> (8u * width), width), x[2]) + dot(placed_codes(word >> (12u * width), width), x[3]);
}

// A's sixteen values, unplaced for each plane of a code: what in-place widths do not use is gone when compiled.
struct Planes {
  first: mat4x4<f32>,
  second: mat4x4<f32>,
  third: mat4x4<f32>,
}

fn planes_of(x: mat4x4<f32>) -> Planes {
  if (BITS == 3u) {
    return Planes(unplaced(x, 2u), unplaced(4.0 * x, 1u), x);
  }
  if (BITS == 5u) {
    return Planes(unplaced(x, 4u), unplaced(16.0 * x, 1u), x);
  }
  if (BITS == 6u || BITS == 7u) {
    return Planes(unplaced(x, 4u), unplaced(16.0 * x, 2u), unplaced(64.0 * x, 1u));
  }
  return Planes(unplaced(x, BITS), x, x);
}

// Sum of sixteen codes of a row times A.
fn code_sum(row: u32, k: u32, x: Planes) -> f32 {
  let block = row * params.row_words + (k >> 5u) * BITS;
  let j = k & 31u;
  if (BITS == 3u) {
    return plane_sum(block, 2u, j, x.first) + plane_sum(block + 2u, 1u, j, x.second);
  }
  if (BITS == 5u) {
    return plane_sum(block, 4u, j, x.first) + plane_sum(block + 4u, 1u, j, x.second);
  }
  if (BITS == 6u) {
    return plane_sum(block, 4u, j, x.first) + plane_sum(block + 4u, 2u, j, x.second);
  }
  if (BITS == 7u) {
    let low = plane_sum(block, 4u, j, x.first) + plane_sum(block + 4u, 2u, j, x.second);
    return low + plane_sum(block + 6u, 1u, j, x.third);
  }
  return plane_sum(block, BITS, j, x.first);
}

fn code_sums(rows: vec4<u32>, k: u32, x: Planes) -> vec4<f32> {
  return vec4(code_sum(rows.x, k, x), code_sum(rows.y, k, x), code_sum(rows.z, k, x), code_sum(rows.w, k, x));
}

@compute @workgroup_size(COLUMNS, SLICES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let column = (place.x * COLUMNS + local.x) * 8u;
  let rows_0 = b_columns(0u, min(column, params.n - 1u));
  let rows_1 = b_columns(0u, min(column + 4u, params.n - 1u));
  let row_at = a_rows(0u, place.y).x;
  var sums_0 = vec4(0.0);
  var sums_1 = vec4(0.0);
  for (var first = local.y * STEP; first < params.k; first += STEP * SLICES) {
    var each_0 = vec4(0.0);
    var each_1 = vec4(0.0);
    var total = vec4(0.0);
    let end = min(first + STEP, params.k);
    for (var k = first; k < end; k += 16u) {
      let x = a_sixteen(row_at, k);
      total += x[0] + x[1] + x[2] + x[3];
      let planes = planes_of(x);
      each_0 += code_sums(rows_0, k, planes);
      each_1 += code_sums(rows_1, k, planes);
    }
    let sum = dot(total, vec4(1.0));
    let span_0 = packed_span(rows_0, first);
    let span_1 = packed_span(rows_1, first);
    sums_0 += span_0[0] * (each_0 - span_0[1] * sum);
    sums_1 += span_1[0] * (each_1 - span_1[1] * sum);
  }
  if (SLICES > 1u) {
    let thread = local.y * COLUMNS + local.x;
    partial[thread] = mat2x4<f32>(sums_0, sums_1);
    workgroupBarrier();
    for (var i = 1u; i < SLICES && local.y == 0u; i++) {
      let other = partial[i * COLUMNS + local.x];
      sums_0 += other[0];
      sums_1 += other[1];
    }
  }
  if (local.y == 0u && place.z < params.batches) {
    store_quad(0u, place.y, column, out_columns(0u, column), sums_0);
    store_quad(0u, place.y, column + 4u, out_columns(0u, column + 4u), sums_1);
  }
}
