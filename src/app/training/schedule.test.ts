/** The page's schedule is the engine's. */
import { expect, test } from 'vitest';
import { learningRateAt } from '../../training/schedule.ts';
import { rateFactor } from './schedule.ts';

test.each(['constant', 'linear', 'cosine', 'one-cycle'] as const)('%s', (kind) => {
  for (const [step, steps] of [
    [0, 1],
    [7, 8],
    [100, 600],
    [300, 600],
    [599, 600],
  ] as const)
    expect(rateFactor(kind, step, steps)).toBe(learningRateAt({ kind }, 1, step, steps));
});
