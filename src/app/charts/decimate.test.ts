/** Decimation loses no spike, keeps short curves whole, and never makes more columns than asked for. */
import { expect, test } from 'vitest';
import { createCurve } from '../training/curve.ts';
import { decimate, extentOf, windowOf } from './decimate.ts';

const curveOf = (values: readonly number[]) => {
  const curve = createCurve();
  curve.add(0, { total: values });
  return curve.get('total')!;
};

test('a spike in 10,000 values is in one of 300 columns', () => {
  const values = Array.from({ length: 10_000 }, () => 1);
  values[7_123] = 50;
  const columns = decimate(curveOf(values), 0, 10_000, 300, 50);
  expect(columns).toHaveLength(300);
  expect(columns.filter(({ high }) => high === 50).length).toBeGreaterThan(0);
  expect(columns.at(-1)).toEqual({ at: 9_999, low: 1, high: 1, mean: 1 });
});

test('fewer values than columns are all there; a range may be cut out', () => {
  expect(decimate(curveOf([3, 1, 2]), 0, 10, 300, 2).map(({ mean }) => mean)).toEqual([3, 2, 1.5]);
  expect(decimate(curveOf([3, 1, 2]), 1, 2, 300, 1)).toEqual([{ at: 1, low: 1, high: 1, mean: 1 }]);
  expect(decimate(curveOf([]), 0, 10, 300, 2)).toEqual([]);
});

test('the range leaves out what is no number, and zero where the axis is logarithmic', () => {
  const columns = decimate(curveOf([0, 0.5, Number.NaN, 4]), 0, 4, 10, 1);
  expect(extentOf(columns, false)).toEqual([0, 4]);
  expect(extentOf(columns, true)).toEqual([0.5, 4]);
  expect(extentOf([], true)).toBeNull();
});

test('the window follows the length of the run', () => {
  expect([40, 600, 100_000].map(windowOf)).toEqual([5, 15, 100]);
});
