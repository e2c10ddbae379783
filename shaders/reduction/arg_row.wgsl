// ArgMax and ArgMin with one thread a row: the position of the best element along an axis.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  // Elements between neighbours along the axis.
  inner: u32,
}

override WORKGROUP: u32;
// 1 for the smallest.
override SMALLEST: u32;
// 1 when the last of equal elements wins.
override LAST: u32;

@group(0) @binding(0) var<storage, read> source: array<Elem>;
@group(0) @binding(1) var<storage, read_write> positions: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = linear_group(group, groups) * WORKGROUP + thread;
  if (row >= params.count) {
    return;
  }
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  var best = source[base];
  var position = 0u;
  for (var i = 1u; i < params.length; i++) {
    let x = source[base + i * params.inner];
    let better = select(x > best, x < best, SMALLEST == 1u);
    if (better || (LAST == 1u && x == best)) {
      best = x;
      position = i;
    }
  }
  positions[row] = i32(position);
}
