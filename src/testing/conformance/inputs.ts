/** Short words to write rows of the conformance table with. Values are deterministic: one seeded generator a file. */
import { createRandom } from '../../core/random.ts';
import type { DType } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { CaseInput } from './case.ts';

/** An input with given values; a vector when no shape is given. */
export const values = (dtype: DType, numbers: readonly number[], shape: readonly number[] = [numbers.length]) => ({
  tensor: tensorFrom(dtype, shape, numbers),
});

/** A constant vector of int64: axes, shapes, counts. */
export const ints = (...numbers: readonly number[]): CaseInput => ({ ...values('i64', numbers), constant: true });

/** A constant scalar. */
export const scalar = (value: number, dtype: DType = 'f32'): CaseInput => ({
  ...values(dtype, [value], []),
  constant: true,
});

/** The same input as a constant, which becomes a parameter. */
export const constant = (input: CaseInput): CaseInput => ({ ...input, constant: true });

/** Draws of a seeded generator, each of which moves it on. */
export interface Draw {
  /** Uniform f32 (or f16) in [low, high). */
  floats(shape: readonly number[], low?: number, high?: number, dtype?: DType): CaseInput;
  /** Whole numbers from low up to but not including high. */
  whole(dtype: DType, shape: readonly number[], low: number, high: number): CaseInput;
  bools(shape: readonly number[]): CaseInput;
}

export function createDraw(seed: number): Draw {
  const random = createRandom(seed);
  const draw = (dtype: DType, shape: readonly number[], next: () => number) =>
    values(dtype, Array.from({ length: sizeOf(shape) }, next), shape);
  return {
    floats: (shape, low = -2, high = 2, dtype = 'f32') =>
      draw(dtype, shape, () => low + (high - low) * random.uniform()),
    whole: (dtype, shape, low, high) => draw(dtype, shape, () => low + random.integer(high - low)),
    bools: (shape) => draw('bool', shape, () => random.integer(2)),
  };
}
