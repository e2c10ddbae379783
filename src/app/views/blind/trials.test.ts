/** The blind test: its trials repeat with a seed, and its statistics are exact. */
import { expect, test } from 'vitest';
import { scoreOf, scoreWords, TRIALS, trialsOf } from './trials.ts';

/** Decimals of a quotient of whole numbers; more would be as right. */
const shareDigits = 6;
/** 500 throws of a fair coin are within 0.05 of a half with 97 %; these have a fixed seed. */
const chanceDigits = 1;

test('trials repeat with their seed and hold no sample twice', () => {
  const trials = trialsOf(7, 2000, [3, 5, 9, 11, 13, 15, 17]);
  expect(trialsOf(7, 2000, [3, 5, 9, 11, 13, 15, 17])).toEqual(trials);
  expect(new Set(trials.map(({ sample }) => sample)).size).toBe(TRIALS);
  expect(trials.filter(({ sample }) => sample < 20).length).toBeGreaterThanOrEqual(5);
  const sides = Array.from({ length: 50 }, (_, seed) => trialsOf(seed, 100, []).filter((one) => one.aFirst).length);
  expect(sides.reduce((sum, n) => sum + n, 0) / 500).toBeCloseTo(0.5, chanceDigits);
});

// Clopper and Pearson's interval of 6 in 10, and of 10 in 10, as tables give it.
test('the interval and the chance are exact', () => {
  expect(scoreOf(6, 10)).toMatchObject({ low: expect.closeTo(0.262, 3), high: expect.closeTo(0.878, 3) });
  expect(scoreOf(6, 10).chance).toBeCloseTo(386 / 1024, shareDigits);
  expect(scoreOf(10, 10)).toMatchObject({ low: expect.closeTo(0.6915, 3), high: 1 });
  expect(scoreWords(scoreOf(6, 10))).toMatch(/^You could not tell them apart: 6 of 10/);
  expect(scoreWords(scoreOf(9, 10))).toMatch(/^You can tell them apart/);
});
