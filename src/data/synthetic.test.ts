/** Synthetic inputs are seeded, fill their dtype's range, and look as asked. */

import { expect, test } from 'vitest';
import type { DType } from '../tensor/dtype.ts';
import { toNumbers } from '../tensor/tensor.ts';
import { readSamples } from './dataset.ts';
import { syntheticDataset, syntheticTensor } from './synthetic.ts';

/** The mean square of 4,000 draws is within 0.1; a wrong spread would be off by more than a half. */
const momentDigits = 0;

const values = (dtype: DType, options = {}) => [...toNumbers(syntheticTensor(dtype, [4000], 3, options)).data];
const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** Five deviations of the mean of 4,000 draws. */
const MEAN_TOLERANCE = 5 / Math.sqrt(4000);

test.each(['f32', 'f16'] as const)('%s is normal, or uniform', (dtype) => {
  const normal = values(dtype);
  expect(Math.abs(mean(normal))).toBeLessThan(MEAN_TOLERANCE);
  expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, momentDigits);
  const uniform = values(dtype, { floats: 'uniform' });
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(MEAN_TOLERANCE);
});

test.each([
  ['u8', 0, 255],
  ['i8', -128, 127],
  ['i4', -8, 7],
  ['u4', 0, 15],
  ['bool', 0, 1],
  ['i32', 0, 9],
  ['i64', 0, 9],
  ['u32', 0, 9],
] as const)('%s runs from %i to %i', (dtype, low, high) => {
  const list = values(dtype);
  expect([Math.min(...list), Math.max(...list)]).toEqual([low, high]);
});

test('indices stay below what is asked, scalars are one value, the seed decides', () => {
  expect(Math.max(...values('i64', { below: 3 }))).toBe(2);
  expect(syntheticTensor('f32', [], 1).data).toHaveLength(1);
  expect(syntheticTensor('f32', [9], 1)).toEqual(syntheticTensor('f32', [9], 1));
  expect(syntheticTensor('f32', [9], 1)).not.toEqual(syntheticTensor('f32', [9], 2));
});

test.each(['u8', 'f32'] as const)('a dataset of %s', (dtype) => {
  const dataset = syntheticDataset({ dtype, shape: [2, 2] }, 3, 1);
  expect(dataset.samples).toBe(3);
  expect(dataset.labels).toBeUndefined();
  expect(readSamples(dataset, 1, 2)).toMatchObject({ dtype, shape: [2, 2, 2] });
});
