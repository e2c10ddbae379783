// 8 rows by 8 columns of a product of int8 in the registers of one thread: bytes sixteen k at a time, sums in 32 bits,
// scaled to f32 once a group of weights. dot_bytes is the packed dot product, or its like where there is none.

override WX: u32 = 8;
override WY: u32 = 4;

fn dot_sixteen(a: vec4<u32>, b: vec4<u32>) -> i32 {
  return dot_bytes(a.x, b.x) + dot_bytes(a.y, b.y) + dot_bytes(a.z, b.z) + dot_bytes(a.w, b.w);
}

fn dots(a: vec4<u32>, b0: vec4<u32>, b1: vec4<u32>, b2: vec4<u32>, b3: vec4<u32>) -> vec4<i32> {
  return vec4(dot_sixteen(a, b0), dot_sixteen(a, b1), dot_sixteen(a, b2), dot_sixteen(a, b3));
}

@compute @workgroup_size(WX, WY)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let place = tile_place(linear_group(group, groups));
  let column = (place.x * WX + local.x) * 8u;
  let row = (place.y * WY + local.y) * 8u;
  if (place.z >= params.batches || row >= params.m || column >= params.n) {
    return;
  }
  var rows: array<vec4<u32>, 2>;
  var columns: array<vec4<u32>, 2>;
  rows[0] = a_rows(place.z, row);
  rows[1] = a_rows(place.z, row + 4u);
  columns[0] = b_columns(place.z, column);
  columns[1] = b_columns(place.z, column + 4u);
  var totals: array<vec4<f32>, 16>;
  for (var first = 0u; first < params.k; first += params.group_size) {
    // Set here in so many words: SwiftShader zeroes a variable that is declared bare only once, not each turn.
    var sums = array<vec4<i32>, 16>();
    let end = min(first + params.group_size, params.k);
    for (var k = first; k < end; k++) {
      let b0 = b_bytes(columns[0].x, k);
      let b1 = b_bytes(columns[0].y, k);
      let b2 = b_bytes(columns[0].z, k);
      let b3 = b_bytes(columns[0].w, k);
      let b4 = b_bytes(columns[1].x, k);
      let b5 = b_bytes(columns[1].y, k);
      let b6 = b_bytes(columns[1].z, k);
      let b7 = b_bytes(columns[1].w, k);
      let a0 = a_bytes(rows[0].x, k);
      sums[0] += dots(a0, b0, b1, b2, b3);
      sums[1] += dots(a0, b4, b5, b6, b7);
      let a1 = a_bytes(rows[0].y, k);
      sums[2] += dots(a1, b0, b1, b2, b3);
      sums[3] += dots(a1, b4, b5, b6, b7);
      let a2 = a_bytes(rows[0].z, k);
      sums[4] += dots(a2, b0, b1, b2, b3);
      sums[5] += dots(a2, b4, b5, b6, b7);
      let a3 = a_bytes(rows[0].w, k);
      sums[6] += dots(a3, b0, b1, b2, b3);
      sums[7] += dots(a3, b4, b5, b6, b7);
      let a4 = a_bytes(rows[1].x, k);
      sums[8] += dots(a4, b0, b1, b2, b3);
      sums[9] += dots(a4, b4, b5, b6, b7);
      let a5 = a_bytes(rows[1].y, k);
      sums[10] += dots(a5, b0, b1, b2, b3);
      sums[11] += dots(a5, b4, b5, b6, b7);
      let a6 = a_bytes(rows[1].z, k);
      sums[12] += dots(a6, b0, b1, b2, b3);
      sums[13] += dots(a6, b4, b5, b6, b7);
      let a7 = a_bytes(rows[1].w, k);
      sums[14] += dots(a7, b0, b1, b2, b3);
      sums[15] += dots(a7, b4, b5, b6, b7);
    }
    for (var j = 0u; j < 2u; j++) {
      let factors = b_factors(column + j * 4u, columns[j], first);
      let added = b_offsets(columns[j], first);
      for (var i = 0u; i < 8u; i++) {
        let at = rows[i / 4u];
        let sum = sums[i * 2u + j] + added + a_offsets(at, first)[i % 4u];
        totals[i * 2u + j] += vec4<f32>(sum) * (a_factors(at, first)[i % 4u] * factors);
      }
    }
  }
  for (var j = 0u; j < 2u; j++) {
    let at = out_columns(place.z, column + j * 4u);
    for (var i = 0u; i < 8u; i++) {
      store_quad(place.z, row + i, column + j * 4u, at, totals[i * 2u + j]);
    }
  }
}
