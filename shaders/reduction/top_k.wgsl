// TopK with one workgroup a row: K times the best element that comes after the one found before, by value and then by
// position, so nothing is sorted or marked. K = 1 serves ArgMax over long rows. Of equal elements the first comes first.

struct Params {
  // Rows.
  count: u32,
  length: u32,
  inner: u32,
  k: u32,
}

override WORKGROUP: u32;
// 1 for the smallest.
override SMALLEST: u32;
// 1 when values are wanted besides positions.
override VALUES: u32;

@group(0) @binding(0) var<storage, read> source: array<Elem>;
@group(0) @binding(1) var<storage, read_write> values: array<Elem>;
@group(0) @binding(2) var<storage, read_write> positions: array<i32>;
@group(1) @binding(0) var<uniform> params: Params;

// Position of each thread's best; `length` when it has none.
var<workgroup> best: array<u32, WORKGROUP>;

fn better(x: Elem, i: u32, y: Elem, j: u32) -> bool {
  let wins = select(x > y, x < y, SMALLEST == 1u);
  return wins || (x == y && i < j);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = linear_group(group, groups);
  let inside = row < params.count;
  let length = select(0u, params.length, inside);
  let base = (row / params.inner) * params.length * params.inner + row % params.inner;
  let target_base = (row / params.inner) * params.k * params.inner + row % params.inner;
  var last = params.length;
  for (var rank = 0u; rank < params.k; rank++) {
    var mine = params.length;
    for (var i = thread; i < length; i += WORKGROUP) {
      let x = source[base + i * params.inner];
      let left = last == params.length || (i != last && better(source[base + last * params.inner], last, x, i));
      if (left && (mine == params.length || better(x, i, source[base + mine * params.inner], mine))) {
        mine = i;
      }
    }
    best[thread] = mine;
    workgroupBarrier();
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
      if (thread < half) {
        let a = best[thread];
        let b = best[thread + half];
        if (b < params.length && (a == params.length
          || better(source[base + b * params.inner], b, source[base + a * params.inner], a))) {
          best[thread] = b;
        }
      }
      workgroupBarrier();
    }
    last = workgroupUniformLoad(&best[0]);
    if (thread == 0u && inside && last < params.length) {
      if (VALUES == 1u) {
        values[target_base + rank * params.inner] = source[base + last * params.inner];
      }
      positions[target_base + rank * params.inner] = i32(last);
    }
  }
}
