// Weights in any order and of any number: the offset of each k stands in the last part of the tables.
// A block is four filters by four k; its column i is filter row + i. Past k, zero.

fn a_rows(group: u32, row: u32) -> vec4<u32> {
  let rows = min(vec4(row, row + 1u, row + 2u, row + 3u), vec4(params.m - 1u));
  return group * params.a_group + rows * params.a_row;
}

fn a_offsets(k: u32) -> vec4<u32> {
  let first = 2u * params.places + ((params.k + 3u) & 0xfffffffcu) + k;
  return vec4(tables[first], tables[first + 1u], tables[first + 2u], tables[first + 3u]);
}

fn a_at(at: u32, offsets: vec4<u32>, k: u32) -> vec4<f32> {
  let each = at + offsets;
  let inside = vec4(k, k + 1u, k + 2u, k + 3u) < vec4(params.k);
  return select(vec4(0.0), vec4(a[each.x], a[each.y], a[each.z], a[each.w]), inside);
}

fn a_quad(at: u32, k: u32) -> vec4<f32> {
  return a_at(at, a_offsets(k), k);
}

fn a_block(at: vec4<u32>, k: u32, span: mat2x4<f32>) -> mat4x4<f32> {
  let offsets = a_offsets(k);
  return mat4x4<f32>(a_at(at.x, offsets, k), a_at(at.y, offsets, k), a_at(at.z, offsets, k), a_at(at.w, offsets, k));
}
