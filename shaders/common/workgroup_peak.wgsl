// The largest of one value a thread, in all threads of a workgroup; for texts that have workgroup_total, whose memory
// it shares.

fn workgroup_peak(value: Total, thread: u32) -> Total {
  partial[thread] = value;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] = max(partial[thread], partial[thread + half]);
    }
    workgroupBarrier();
  }
  return workgroupUniformLoad(&partial[0]);
}
