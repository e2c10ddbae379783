/** Figures worked by hand: intervals, tests, confusion, flips, divergence, errors of outputs. */
import { describe, expect, test } from 'vitest';
import { tensorFrom } from '../tensor/tensor.ts';
import { compareScores, findFlips } from './agreement.ts';
import { classify, isAtChance } from './classification.ts';
import { compareOutputs } from './outputError.ts';
import { measureQuality } from './quality.ts';
import { findScores } from './scores.ts';
import { bootstrapMean, mcNemarExact, pairedDifference, quantileOf, wilson } from './statistics.ts';

/** Decimals that sums in 64-bit floats keep. */
const exactDigits = 12;
/** Decimals of figures of f32 scores. */
const scoreDigits = 6;

const scoresOf = (rows: number[][]) =>
  findScores({ y: tensorFrom('f32', [rows.length, rows[0].length], rows.flat()) })!;

describe('intervals and tests', () => {
  test('Wilson, 8 of 10', () => {
    const { value, low, high } = wilson(8, 10);
    expect([value, low, high].map((x) => x.toFixed(4))).toEqual(['0.8000', '0.4902', '0.9433']);
  });

  test('Wilson keeps its ends: 10 of 10 and 0 of 10', () => {
    expect(wilson(10, 10)).toMatchObject({ value: 1, high: 1 });
    expect(wilson(0, 10)).toMatchObject({ value: 0, low: 0 });
  });

  test('McNemar by hand: 1 against 5 is 2 * 7 / 64', () => {
    expect(mcNemarExact(1, 5)).toBeCloseTo(14 / 64, exactDigits);
    expect(mcNemarExact(5, 1)).toBeCloseTo(14 / 64, exactDigits);
    expect(mcNemarExact(0, 0)).toBe(1);
    expect(mcNemarExact(3, 3)).toBe(1);
    expect(mcNemarExact(0, 2000)).toBeGreaterThanOrEqual(0);
  });

  test('a paired difference holds its value and its sign', () => {
    const { value, low, high } = pairedDifference(2, 30, 1000);
    expect(value).toBeCloseTo(0.028, exactDigits);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.045);
  });

  test('bootstrap of equal values has no width; the same values give the same interval', () => {
    expect(bootstrapMean([2, 2, 2])).toEqual({ value: 2, low: 2, high: 2, n: 3 });
    expect(bootstrapMean([0, 1, 5, 9])).toEqual(bootstrapMean([0, 1, 5, 9]));
  });

  test('quantiles are linear between neighbours', () => {
    expect(quantileOf([20, 0, 10], 0.75)).toBe(15);
  });
});

describe('with labels', () => {
  const labels = Int32Array.of(0, 1, 1, 0);
  const before = scoresOf([
    [2, 1],
    [0, 3],
    [5, 1],
    [1, 0],
  ]);
  const after = scoresOf([
    [1, 2],
    [0, 3],
    [1, 5],
    [1, 0],
  ]);

  test('accuracy, classes and confusion', () => {
    const { accuracy, perClass, confusion } = classify(before, labels);
    expect(accuracy).toMatchObject({ value: 0.75, n: 4 });
    expect(perClass.map(({ value, n }) => [value, n])).toEqual([
      [1, 2],
      [0.5, 2],
    ]);
    expect(confusion).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  test('flips both ways with their samples', () => {
    expect(findFlips(before, after, labels)).toMatchObject({ toWrong: [0], toRight: [2], otherwise: [], p: 1 });
    expect(compareScores(before, after)).toMatchObject({ agreement: { value: 0.5, n: 4 }, changed: [0, 2] });
  });

  test('a label beyond the scores is named', () => {
    expect(() => classify(before, Int32Array.of(0, 7, 0, 0))).toThrow('The label of sample 1 is 7');
  });

  test('guessing is at chance', () => {
    const guess = scoresOf(Array.from({ length: 100 }, () => [1, 0]));
    expect(
      isAtChance(
        classify(
          guess,
          Int32Array.from({ length: 100 }, (_, i) => i % 2),
        ),
      ),
    ).toBe(true);
  });
});

test('KL of logits by hand: (1/2, 1/2) against (3/4, 1/4) is log(2 / sqrt 3)', () => {
  const { kl } = compareScores(scoresOf([[0, 0]]), scoresOf([[Math.log(3), 0]]));
  expect(kl.value).toBeCloseTo(Math.log(2 / Math.sqrt(3)), scoreDigits);
});

test('probabilities are taken as they are', () => {
  const { kl } = compareScores(scoresOf([[0.5, 0.5]]), scoresOf([[0.75, 0.25]]));
  expect(kl.value).toBeCloseTo(Math.log(2 / Math.sqrt(3)), scoreDigits);
});

test('outputs without meaning: cosine, SQNR, largest error', () => {
  const before = { boxes: tensorFrom('f32', [2, 2, 1], [3, 4, 0, 1]) };
  const after = { boxes: tensorFrom('f32', [2, 2, 1], [3, 4, 1, 0]) };
  const [error] = compareOutputs(before, after);
  expect(error).toMatchObject({ output: 'boxes', cosine: { value: 0.5 }, maxError: 1 });
  expect(error.sqnr).toBeCloseTo(10 * Math.log10(26 / 2), scoreDigits);
});

test('quality asks for no labels and compares the samples that both have', () => {
  const outputs = { y: tensorFrom('f32', [2, 3], [1, 0, 0, 0, 1, 0]) };
  const quality = measureQuality(
    { samples: 2, outputs },
    { original: { samples: 1, outputs: { y: tensorFrom('f32', [1, 3], [1, 0, 0]) } } },
  );
  expect(quality).toMatchObject({ samples: 1, agreement: { agreement: { value: 1 } }, outputs: [{ maxError: 0 }] });
  expect(quality.classification).toBeUndefined();
  expect(measureQuality({ samples: 2, outputs })).toEqual({ samples: 2 });
});
