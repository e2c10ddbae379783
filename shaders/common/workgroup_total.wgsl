// The sum of one value a thread, in all threads of a workgroup. The text that includes this declares
// WORKGROUP, its threads, a power of two; Total is f32 or a vector of it.

var<workgroup> partial: array<Total, WORKGROUP>;

fn workgroup_total(value: Total, thread: u32) -> Total {
  partial[thread] = value;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] += partial[thread + half];
    }
    workgroupBarrier();
  }
  return workgroupUniformLoad(&partial[0]);
}
