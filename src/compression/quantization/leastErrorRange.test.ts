import { expect, test } from 'vitest';
import type { PackedLayout } from '../../tensor/packed.ts';
import { leastErrorRange } from './leastErrorRange.ts';
import { quantizeMatrix } from './quantizeMatrix.ts';

const layout = (symmetric: boolean): PackedLayout => ({
  ...{ bits: 4, rows: 4, columns: 64, strategy: 'tensor', groupSize: 64, symmetric, scaleDType: 'f16' },
});

/** A bell of 255 values within about 3, and one outlier. */
function bell(outlier: number): Float32Array {
  let state = 7;
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const values = Float32Array.from({ length: 256 }, () => uniform() + uniform() + uniform() + uniform() - 2);
  values[100] = outlier;
  return values;
}

test.each([true, false])('an outlier is cut off where that errs less (symmetric %s)', async (symmetric) => {
  const values = bell(4);
  const { best, whole, tried } = await leastErrorRange(values, layout(symmetric));
  expect(best.range[1]).toBeLessThan(4);
  expect(best.sqnr).toBeGreaterThan(whole.sqnr + 0.2);
  expect(tried).toBeGreaterThan(24);
  const again = quantizeMatrix(values, layout(symmetric), { clip: 'range', range: best.range });
  expect(again.sqnr).toBe(best.sqnr);
  for (let share = 0.05; share <= 1; share += 0.05) {
    const range = [whole.range[0] * share, whole.range[1] * share] as const;
    const other = quantizeMatrix(values, layout(symmetric), { clip: 'range', range }).sqnr;
    // Tried in steps of a hundredth of the range: another range may be better by a sliver.
    expect(best.sqnr).toBeGreaterThan(other - 0.05);
  }
});

test('nothing is cut off where the whole range errs least, and a cancel ends the search', async () => {
  const levels = Float32Array.from({ length: 256 }, (_, i) => i % 16);
  const { best, whole } = await leastErrorRange(levels, layout(false));
  expect(best).toEqual(whole);
  await expect(leastErrorRange(levels, layout(false), { signal: AbortSignal.abort() })).rejects.toThrow();
});
