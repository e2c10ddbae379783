/** Which rounds count: judged by what others took of the processor alone. */
import { expect, test } from 'vitest';
import { quietRounds, shareOf } from './quietRounds.ts';

/** Rounds of one second each, whose shares are given. */
function play(shares: readonly (number | undefined)[]) {
  let seconds = 0;
  const rounds = quietRounds(
    async (index) => {
      seconds += 1;
      return { value: index, share: shares[index % shares.length] };
    },
    { wanted: 3, budgetMs: 5000, calm: async () => {}, now: () => seconds * 1000 },
  );
  return rounds.then((kept) => kept.map(({ value }) => value));
}

test('keeps the first rounds when all are quiet', async () => {
  expect(await play([0.01])).toEqual([0, 1, 2]);
});

test('repeats what was disturbed', async () => {
  expect(await play([0.01, 0.5, 0.02, 0.03])).toEqual([0, 2, 3]);
});

test('keeps the quietest, in their order, when time runs out', async () => {
  expect(await play([0.9, 0.3, 0.8, 0.2, 0.7])).toEqual([1, 3, 4]);
});

test('takes what comes where nothing is known of others', async () => {
  expect(await play([undefined])).toEqual([0, 1, 2]);
});

test('waits after a disturbed round, and not beyond the end', async () => {
  const waits: number[] = [];
  let seconds = 0;
  await quietRounds(
    async (index) => {
      seconds += 1;
      return { value: index, share: index === 0 ? 0.5 : 0 };
    },
    {
      wanted: 2,
      budgetMs: 5000,
      now: () => seconds * 1000,
      calm: async (mostMs) => {
        waits.push(mostMs);
      },
    },
  );
  expect(waits).toEqual([4000]);
});

test('shareOf is the mean of what is known', () => {
  expect(
    shareOf([
      { value: 0, share: 0.1 },
      { value: 1, share: undefined },
      { value: 2, share: 0.3 },
    ]),
  ).toBeCloseTo(0.2);
  expect(shareOf([{ value: 0, share: undefined }])).toBeUndefined();
});
