/** Rounding to what a float dtype holds: for operators whose result jumps, so that 64-bit surplus does not decide. */
import type { DType } from '../../../tensor/dtype.ts';
import { roundToHalf } from '../../../tensor/half.ts';

/** A number as the dtype would hold it; integers come back unchanged. */
export function roundToFloat(dtype: DType, x: number): number {
  if (dtype === 'f32') return Math.fround(x);
  return dtype === 'f16' ? roundToHalf(x) : x;
}
