/** A run that goes on and learns nothing is told from one that is early, slow, or on its way. */
import { expect, test } from 'vitest';
import type { Standing } from './divergence.ts';
import { learnedNothing } from './divergence.ts';

const lost: Standing = { step: 150, of: 600, heldOut: 0.1, samples: 1000, classes: 10, first: 2.3, now: 2.31 };

test('guessing with a loss that has not fallen is said after a quarter of the steps', () => {
  expect(learnedNothing(lost)).toMatch(
    /^After 150 of 600 steps it has learned nothing: 10\.0 % .* from 2\.30 to 2\.31/,
  );
  expect(learnedNothing({ ...lost, step: 149 })).toBeUndefined();
});

test('better than guessing, or a loss that falls, is learning', () => {
  expect(learnedNothing({ ...lost, heldOut: 0.13 })).toBeUndefined();
  expect(learnedNothing({ ...lost, now: 1.5 })).toBeUndefined();
});

test('few samples cannot tell a little better from guessing', () => {
  expect(learnedNothing({ ...lost, samples: 40, heldOut: 0.15 })).toBeDefined();
});
