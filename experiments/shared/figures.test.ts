/** Means, errors and gaps worked by hand. */
import { expect, test } from 'vitest';
import { liesBelow, meanOver, pairedOver, shareOfGap, thinned } from './figures.ts';

test('the standard error is the deviation over the root of the count', () => {
  // Deviations -1, 0, 1: variance 1, error 1 / sqrt(3).
  expect(meanOver([1, 2, 3])).toEqual({ mean: 2, error: 0.57735, seeds: 3 });
  expect(meanOver([7])).toEqual({ mean: 7, error: 0, seeds: 1 });
});

test('means are apart where their intervals do not touch', () => {
  const of = (mean: number, error: number) => ({ mean, error, seeds: 3 });
  expect(liesBelow(of(1, 0.4), of(2, 0.5))).toBe(true);
  expect(liesBelow(of(1, 0.5), of(2, 0.5))).toBe(false);
  expect(liesBelow(of(2, 0.1), of(1, 0.1))).toBe(false);
});

test('changes of several seeds are counted together', () => {
  const one = pairedOver([{ toWrong: 1, toRight: 5 }], 100);
  // Two-sided: 2 (C(6,0) + C(6,1)) / 2^6.
  expect(one.p).toBe(0.219);
  expect(one.difference.value).toBe(0.04);
  const three = pairedOver(
    Array.from({ length: 3 }, () => ({ toWrong: 1, toRight: 5 })),
    100,
  );
  expect(three).toMatchObject({ toWrong: 3, toRight: 15, difference: { value: 0.04, n: 300 } });
  expect(three.p).toBeLessThan(one.p);
});

test('a gap, and curves in stretches', () => {
  expect(shareOfGap(146, 67, 74)).toBe(0.91139);
  expect(thinned([1, 3, 5, 7, 9], 2)).toEqual([3, 8]);
  expect(thinned(undefined)).toEqual([]);
});
