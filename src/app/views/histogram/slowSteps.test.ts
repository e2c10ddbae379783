/** One row step by step, curves and limits of the histogram, without a page. */
import { describe, expect, test } from 'vitest';
import type { WeightRow } from '../../../studio/api.ts';
import { cutFrom, decodeCuts, encodeCuts } from '../../recipe/cuts.ts';
import { bitWords, slowSteps } from './slowSteps.ts';
import { sampled } from './useMorph.ts';

const row: WeightRow = {
  rows: 2,
  columns: 4,
  row: 0,
  bits: 4,
  symmetric: true,
  scale: 0.1,
  zero: 8,
  shares: 32,
  values: [0.9, -0.25],
  codes: [15, 6],
  bytes: [0x6f],
  origin: [[1, 1, 1, 1, 0, 0, 0, 0].map((weight, i) => ({ weight, bit: 3 - (i % 4) }))],
};

describe('one row, slowly', () => {
  test('ends in the codes that are stored', () => {
    const steps = slowSteps(row);
    expect(steps.map(({ cells }) => cells?.[0])).toEqual(['0.900', undefined, '9.00', '9', '7', '15']);
    expect(steps[4]?.says).toContain('1 of these');
    expect(steps[3]?.cells?.[1]).toBe('−2');
  });

  test('every bit says what it is worth and to whom it belongs', () => {
    expect(bitWords(row, 0, 0)).toContain('worth 8 in code 6 of weight 2');
    expect(bitWords(row, 0, 4)).toContain('reads back as 0.700 instead of 0.900');
  });
});

test('a curve is sampled at even steps, and is nothing beyond its ends', () => {
  const points = [
    { x: 2, y: 1 },
    { x: 6, y: 5 },
  ];
  const heights = sampled(points, ({ x, y }) => [x, 10 - y], { width: 8, base: 10, count: 5 });
  expect(heights).toEqual([0, 1, 3, 5, 0]);
});

test('limits of a symmetric grid are alike on both sides, and a link carries them', () => {
  expect(cutFrom(-0.1, 0.20004, true)).toEqual([-0.2, 0.2]);
  expect(cutFrom(-0.1, 0.20004, false)).toEqual([-0.1, 0.2]);
  expect(decodeCuts(encodeCuts({ 'a:b': [-1, 2] }))).toEqual({ 'a:b': [-1, 2] });
  expect(decodeCuts('fc:1:2,fc:-1,fc:-1:x')).toEqual({});
});
