/** Rounding to nearest: numbers worked by hand, golden words, and half a step as the largest error inside the range. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { quantileOf } from '../../evaluation/statistics.ts';
import type { PackedBits, PackedLayout } from '../../tensor/packed.ts';
import { dequantizeMatrix, scaleIndex, symmetricZero, unpackCodes } from '../../tensor/packed.ts';
import { chooseGrid } from './clip.ts';
import { quantizeMatrix } from './quantizeMatrix.ts';

/** Decimals that f32 keeps of a scale near 0.01. */
const scaleDigits = 8;
/** Decimals that f32 keeps of a weight near 1. */
const errorDigits = 6;
/** The rule of 6.02 dB a bit holds for a uniform spread; samples of it are within half a decibel. */
const decibels = 0;

/** Dequantized values are rounded to f32 once. */
const f32Slack = 1 + 2 ** -22;

const layout = (changes: Partial<PackedLayout>): PackedLayout => ({
  bits: 4,
  rows: 1,
  columns: 8,
  strategy: 'channel',
  groupSize: 8,
  symmetric: true,
  scaleDType: 'f16',
  ...changes,
});

const randomValues = (count: number, seed: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
};

test('compressed-tensors golden word: codes -8 -7 -1 0 1 2 6 7 at scale 1', () => {
  const { matrix } = quantizeMatrix(Float32Array.of(-7.5, -7, -1, 0, 1, 2, 6, 7), layout({}), { clip: 'minmax' });
  expect(matrix.scales[0]).toBe(1);
  expect(matrix.codes[0].toString(16)).toBe('fea98710');
  expect(matrix.zeroPoints).toBeUndefined();
});

test('asymmetric by hand: [-1, 2] in 2 bits has scale 1 and zero point 1', () => {
  const values = Float32Array.of(-1, 0, 0.4, 2);
  const { matrix, maxError } = quantizeMatrix(values, layout({ bits: 2, columns: 4, symmetric: false }), {
    clip: 'minmax',
  });
  expect([matrix.scales[0], matrix.zeroPoints?.[0]]).toEqual([1, 1]);
  expect([...unpackCodes(2, 1, 4, matrix.codes)]).toEqual([0, 1, 1, 3]);
  expect([...dequantizeMatrix(matrix)]).toEqual([-1, 0, 0, 2]);
  expect(maxError).toBeCloseTo(0.4, errorDigits);
});

test('a unit of zeros stays zeros, whatever its neighbours', () => {
  const values = new Float32Array(32).fill(0, 0, 16).fill(3, 16);
  for (const symmetric of [true, false]) {
    const { matrix } = quantizeMatrix(values, layout({ columns: 32, strategy: 'group', groupSize: 16, symmetric }), {
      clip: 'mse',
    });
    expect([...dequantizeMatrix(matrix).subarray(0, 16)]).toEqual(Array(16).fill(0));
  }
});

test('scales are what an f16 holds before codes are chosen', () => {
  const { matrix } = quantizeMatrix(Float32Array.of(1, -0.1), layout({ columns: 2 }), { clip: 'minmax' });
  expect(matrix.scales[0]).toBe(0.13330078125);
});

test('quantiles are linear between neighbours', () => {
  expect(quantileOf([20, 0, 10], 0.75)).toBe(15);
  expect(
    chooseGrid(Float32Array.of(-1, 0, 1), {
      bits: 8,
      symmetric: true,
      clip: 'percentile',
      percentile: 50,
      scaleDType: 'f32',
    }).scale,
  ).toBeCloseTo(1 / 127.5, scaleDigits);
});

describe.each([2, 3, 4, 5, 6, 7, 8] as PackedBits[])('%i bits', (bits) => {
  test.each(['tensor', 'channel', 'group'] as const)('errs by at most half a step inside the range, %s', (strategy) => {
    for (const symmetric of [true, false]) {
      const shape = layout({
        bits,
        rows: 5,
        columns: 70,
        strategy,
        groupSize: strategy === 'group' ? 32 : 70,
        symmetric,
      });
      const values = randomValues(350, bits);
      const { matrix } = quantizeMatrix(values, shape, { clip: 'percentile', percentile: 98 });
      const back = dequantizeMatrix(matrix);
      values.forEach((value, i) => {
        const at = scaleIndex(shape, Math.floor(i / 70), i % 70);
        const zero = matrix.zeroPoints?.[at] ?? symmetricZero(bits);
        const scale = matrix.scales[at];
        if (value < scale * (-zero - 0.5) || value > scale * (2 ** bits - 0.5 - zero)) return;
        expect(Math.abs(value - back[i])).toBeLessThanOrEqual((scale / 2) * f32Slack);
      });
    }
  });

  test('the clip with the least error is no worse than min-max', () => {
    const values = randomValues(512, 7);
    const shape = layout({ bits, rows: 2, columns: 256, groupSize: 256 });
    const full = quantizeMatrix(values, shape, { clip: 'minmax' });
    const best = quantizeMatrix(values, shape, { clip: 'mse' });
    expect(best.sqnr).toBeGreaterThanOrEqual(full.sqnr);
    if (bits <= 3) expect(best.sqnr).toBeGreaterThan(full.sqnr + 1);
  });
});

test('a step of 2^-k in uniform values gives the textbook noise: 6.02 dB a bit', () => {
  const random = createRandom(3);
  const values = Float32Array.from({ length: 20000 }, () => random.uniform() * 2 - 1);
  const sqnr = (bits: PackedBits) =>
    quantizeMatrix(values, layout({ bits, columns: 20000, groupSize: 20000 }), { clip: 'minmax' }).sqnr;
  expect(sqnr(8) - sqnr(7)).toBeCloseTo(6.02, decibels);
  expect(sqnr(8)).toBeCloseTo(6.02 * 8, decibels);
});
