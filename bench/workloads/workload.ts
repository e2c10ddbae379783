/**
 * A computation to be measured: its numbers, what it costs, and how a result is judged. Knows no library and no device,
 * so the same workload runs on Decant and on every peer, in a browser and in Node.
 */

export interface Workload {
  /** One line for a person. */
  readonly about: string;
  /** Floating-point operations of one run, a multiply-add counted as two. */
  readonly flops: number;
  /** Bytes that one run must read and write at least. */
  readonly bytes: number;
  /** Results that `errorOf` wants, from runs one after another. */
  readonly checkedRuns: number;
  /** The largest `errorOf` that is accepted from a float32 computation. */
  readonly tolerance: number;
  /** Relative error of results against the same computation in float64; not finite when a result is not. */
  errorOf(results: readonly Float32Array[]): number;
}

/** The largest difference over the largest magnitude that was wanted. NaN anywhere, or a missing value, gives infinity. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < want.length; i++) {
    if (!Number.isFinite(got[i])) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(got[i] - want[i]));
    magnitude = Math.max(magnitude, Math.abs(want[i]));
  }
  return magnitude > 0 ? difference / magnitude : difference;
}
