/** Curves grow, go back where a run went back, and know the mean of any stretch. */
import { expect, test } from 'vitest';
import { createCurve, meanAt } from './curve.ts';

test('what arrives is appended, however long it gets', () => {
  const curve = createCurve();
  for (let at = 0; at < 2000; at += 50) curve.add(at, { total: Float32Array.from({ length: 50 }, (_, i) => at + i) });
  const series = curve.get('total')!;
  expect(curve.length).toBe(2000);
  expect(series.values[1234]).toBe(1234);
  expect(meanAt(series, 1999, 50)).toBe(1974.5);
  expect(meanAt(series, 1, 50)).toBe(0.5);
});

test('a run that went back to a checkpoint replaces what came after', () => {
  const curve = createCurve();
  curve.add(0, { total: [1, 2, 3, 4] });
  curve.add(2, { total: [9] });
  const series = curve.get('total')!;
  expect(series.length).toBe(3);
  expect([...series.values.subarray(0, 3)]).toEqual([1, 2, 9]);
  expect(meanAt(series, 2, 3)).toBe(4);
});

test('a branch begins at its step; values that are no numbers do not spoil the mean', () => {
  const curve = createCurve(100);
  curve.add(100, { total: [2, Number.NaN, 4] });
  expect(curve.get('total')!.length).toBe(3);
  expect(meanAt(curve.get('total')!, 2, 1)).toBe(4);
});

test('steps that were never made are no numbers, and count in no mean', () => {
  const curve = createCurve();
  curve.add(0, { total: [1, 3] });
  curve.add(5, { total: [5, 7] });
  const series = curve.get('total')!;
  expect(series.length).toBe(7);
  expect(meanAt(series, 4, 2)).toBeNaN();
  expect(meanAt(series, 5, 3)).toBe(5);
  expect(meanAt(series, 6, 7)).toBe(4);
});
