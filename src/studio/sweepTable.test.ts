/** Frontier and recommendation, on tables made by hand. */
import { expect, test } from 'vitest';
import type { SweepRow } from './api.ts';
import { markFrontier, recommend, worstOf } from './sweepTable.ts';

/** Decimals that sums in 64-bit floats keep. */
const exactDigits = 12;

const share = (value: number, half: number) => ({ value, low: value - half, high: value + half, n: 1000 });

function row(index: number, bytes: number, accuracy: number, changes: Partial<SweepRow> = {}): SweepRow {
  return {
    index,
    label: `recipe ${index}`,
    recipe: {},
    state: 'measured',
    samples: 1000,
    bytes,
    bitsPerWeight: 4,
    accuracy: share(accuracy, 0.005),
    difference: share(accuracy - 0.99, 0.004),
    pareto: false,
    seconds: 1,
    ...changes,
  };
}

test('on the frontier is what nothing beats in size and quality', () => {
  const rows = [
    row(0, 100, 0.99),
    row(1, 50, 0.98),
    row(2, 60, 0.97),
    row(3, 50, 0.98),
    row(4, 40, 0.9),
    row(5, 30, 0.999, { state: 'stopped' }),
    row(6, 10, 0, { state: 'failed' }),
  ];
  expect(markFrontier(rows).map(({ pareto }) => pareto)).toEqual([true, true, false, true, true, false, false]);
});

test('recommended is the smallest whose whole interval is within the bound', () => {
  const rows = [row(0, 100, 0.99), row(1, 50, 0.986), row(2, 40, 0.983), row(3, 30, 0.99, { state: 'stopped' })];
  const { index, reason } = recommend(rows, 0.01);
  expect(index).toBe(1);
  expect(reason).toBe(
    'recipe 1 is the smallest of 3 that loses at most 1 point of accuracy: −0.4 points of accuracy, at worst −0.8, on 1000 samples.',
  );
});

test('none is certain: the nearest is named', () => {
  const { index, reason } = recommend([row(0, 10, 0.9), row(1, 20, 0.95)], 0.01);
  expect(index).toBeNull();
  expect(reason).toBe(
    'No recipe is certain to lose at most 1 point of accuracy. Nearest is recipe 1, −4 points of accuracy, at worst −4.4, on 1000 samples. More samples narrow the interval.',
  );
  expect(recommend([], 0.01)).toEqual({ index: null, reason: 'No recipe is certain to lose at most 1 %.' });
});

test('without labels agreement bounds what can be lost; without scores the cosine does', () => {
  const { accuracy: _, difference: __, ...bare } = row(0, 10, 0);
  expect(worstOf({ ...bare, agreement: share(0.995, 0.003) })).toBeCloseTo(-0.008, exactDigits);
  expect(worstOf({ ...bare, cosine: 0.999 })).toBeCloseTo(-0.001, exactDigits);
  expect(worstOf(bare)).toBeUndefined();
  expect(recommend([{ ...bare, agreement: share(0.995, 0.003) }], 0.01).reason).toContain('99.5 % the same answers');
});
