// 4 rows by 4 columns of a product of int8 in the registers of one thread: bytes sixteen k at a time, sums in 32 bits,
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
  let column = (place.x * WX + local.x) * 4u;
  let row = (place.y * WY + local.y) * 4u;
  if (place.z >= params.batches || row >= params.m || column >= params.n) {
    return;
  }
  var rows: array<vec4<u32>, 1>;
  var columns: array<vec4<u32>, 1>;
  rows[0] = a_rows(place.z, row);
  columns[0] = b_columns(place.z, column);
  var totals: array<vec4<f32>, 4>;
  for (var first = 0u; first < params.k; first += params.group_size) {
    // Set here in so many words: SwiftShader zeroes a variable that is declared bare only once, not each turn.
    var sums = array<vec4<i32>, 4>();
    let end = min(first + params.group_size, params.k);
    for (var k = first; k < end; k++) {
      let b0 = b_bytes(columns[0].x, k);
      let b1 = b_bytes(columns[0].y, k);
      let b2 = b_bytes(columns[0].z, k);
      let b3 = b_bytes(columns[0].w, k);
      let a0 = a_bytes(rows[0].x, k);
      sums[0] += dots(a0, b0, b1, b2, b3);
      let a1 = a_bytes(rows[0].y, k);
      sums[1] += dots(a1, b0, b1, b2, b3);
      let a2 = a_bytes(rows[0].z, k);
      sums[2] += dots(a2, b0, b1, b2, b3);
      let a3 = a_bytes(rows[0].w, k);
      sums[3] += dots(a3, b0, b1, b2, b3);
    }
    for (var j = 0u; j < 1u; j++) {
      let factors = b_factors(column + j * 4u, columns[j], first);
      let added = b_offsets(columns[j], first);
      for (var i = 0u; i < 4u; i++) {
        let at = rows[i / 4u];
        let sum = sums[i * 1u + j] + added + a_offsets(at, first)[i % 4u];
        totals[i * 1u + j] += vec4<f32>(sum) * (a_factors(at, first)[i % 4u] * factors);
      }
    }
  }
  for (var j = 0u; j < 1u; j++) {
    let at = out_columns(place.z, column + j * 4u);
    for (var i = 0u; i < 4u; i++) {
      store_quad(place.z, row + i, column + j * 4u, at, totals[i * 1u + j]);
    }
  }
}
