// Columns of a convolution: where the windows of four of them start, and the place of their results.
// tables: (places) start of each window in its image; (places) position of each result in its channel;
// (k, to a multiple of 4) offset of each k from the start; then what a loader of weights may need.

// The images of four columns. Integer division is slow on many machines; the quotient of floats is off by one at most.
fn images_of(columns: vec4<u32>) -> vec4<u32> {
  let guess = vec4<i32>(vec4<f32>(vec4<i32>(columns)) * (1.0 / f32(params.places)));
  let rest = vec4<i32>(columns) - guess * i32(params.places);
  let more = select(vec4(0), vec4(1), rest >= vec4(i32(params.places)));
  return vec4<u32>(guess + more - select(vec4(0), vec4(1), rest < vec4(0)));
}

fn b_columns(group: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  let images = images_of(columns);
  let place = columns - images * params.places;
  let starts = vec4(tables[place.x], tables[place.y], tables[place.z], tables[place.w]);
  return starts + images * params.x_image + group * params.x_group;
}

fn out_columns(group: u32, column: u32) -> vec4<u32> {
  let columns = min(vec4(column, column + 1u, column + 2u, column + 3u), vec4(params.n - 1u));
  let images = images_of(columns);
  let place = columns - images * params.places + params.places;
  let positions = vec4(tables[place.x], tables[place.y], tables[place.z], tables[place.w]);
  return positions + images * params.out_image + group * params.m * params.out_channel;
}

fn store_quad(group: u32, row: u32, column: u32, at: vec4<u32>, sums: vec4<f32>) {
  if (row >= params.m) {
    return;
  }
  var added = 0.0;
  if (params.biased != 0u) {
    added = bias[group * params.m + row];
  }
  let index = at + row * params.out_channel;
  if (column < params.n) {
    out[index.x] = epilogue(sums.x + added, index.x);
  }
  if (column + 1u < params.n) {
    out[index.y] = epilogue(sums.y + added, index.y);
  }
  if (column + 2u < params.n) {
    out[index.z] = epilogue(sums.z + added, index.z);
  }
  if (column + 3u < params.n) {
    out[index.w] = epilogue(sums.w + added, index.w);
  }
}
