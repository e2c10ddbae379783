// Products of 32-bit integers, wrapping as two's complement does; narrower and wider integers lie in the same words.
// One output a thread: such products are rare and small. Codes of 8 bits that are packed go through shaders/quantized.

override THREADS: u32 = 64;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linear_group(group, groups) * THREADS + local;
  if (index >= params.batches * params.m * params.n) {
    return;
  }
  let column = index % params.n;
  let row = index / params.n % params.m;
  let starts = batch_starts(index / params.n / params.m);
  var sum = Elem(0);
  for (var k = 0u; k < params.k; k++) {
    let x = a[starts.x + row * params.a_row + k * params.a_inner];
    sum += x * b[starts.y + k * params.b_inner + column * params.b_column];
  }
  sum *= Elem(params.alpha);
  if (params.beta != 0.0) {
    sum += Elem(params.beta) * bias[row * params.bias_row + column * params.bias_column];
  }
  out[index] = sum;
}
