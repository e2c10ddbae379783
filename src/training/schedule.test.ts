/** Learning rates and orders of samples, by the numbers. */
import { expect, test } from 'vitest';
import { createBatches } from './batches.ts';
import { learningRateAt } from './schedule.ts';

/** Decimals that sums in 64-bit floats keep. */
const exactDigits = 12;
/** Decimals that a cosine near its ends keeps. */
const cosineDigits = 9;

test('a cosine schedule rises in a straight line and falls to its floor', () => {
  const at = (step: number) => learningRateAt({ kind: 'cosine', warmUp: 4, floor: 0.1 }, 2, step, 104);
  expect([0, 1, 3].map(at)).toEqual([0.5, 1, 2]);
  expect(at(4)).toBe(2);
  expect(at(54)).toBeCloseTo(2 * 0.55, exactDigits);
  expect(at(104)).toBeCloseTo(0.2, exactDigits);
});

test('linear and constant schedules', () => {
  expect(learningRateAt({ kind: 'linear' }, 1, 25, 100)).toBe(0.75);
  expect(learningRateAt({ kind: 'constant', warmUp: 2 }, 1, 99, 100)).toBe(1);
});

test('each epoch shows every sample once, in an order of its own; a rest that fills no batch is left out', () => {
  const batches = createBatches(10, 3, 7);
  expect(batches.perEpoch).toBe(3);
  const epoch = (start: number) => [0, 1, 2].flatMap((i) => [...batches.at(start + i)]);
  const [first, second] = [epoch(0), epoch(3)];
  for (const order of [first, second]) expect(new Set(order).size).toBe(9);
  expect(first).not.toEqual(second);
  expect([...batches.at(1)]).toEqual(first.slice(3, 6));
});

test('neighbouring seeds share no epoch', () => {
  const order = (seed: number, epoch: number) => [...createBatches(50, 50, seed).at(epoch)].join();
  expect(order(1, 1)).not.toBe(order(2, 0));
  expect(order(1, 1)).toBe(order(1, 1));
});

test('one cycle rises to its peak and falls to almost nothing', () => {
  const at = (step: number) => learningRateAt({ kind: 'one-cycle' }, 1, step, 100);
  expect(at(0)).toBeCloseTo(1 / 25, cosineDigits);
  expect(at(30)).toBeCloseTo(1, cosineDigits);
  expect(at(15)).toBeCloseTo((1 + 1 / 25) / 2, cosineDigits);
  expect(at(100)).toBeCloseTo(4e-6, cosineDigits);
});
