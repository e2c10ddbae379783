/** From real numbers to codes: round to nearest, ties to even, and hold in the range of the dtype. */
import type { DType } from '../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../tensor/dtype.ts';
import { roundToEven } from '../../../tensor/half.ts';

/** The code of a number that has been divided by its scale already. */
export function toCode(dtype: DType, quotient: number, zero: number): number {
  if (isFloat(dtype)) return quotient;
  const [low, high] = integerRange[dtype];
  return Math.min(high, Math.max(low, roundToEven(quotient) + zero));
}
