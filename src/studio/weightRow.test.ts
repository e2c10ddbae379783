/** One row followed by hand: values, scale, codes, and the bytes that hold their bits. */
import { expect, test } from 'vitest';
import { quantizeWeights } from '../compression/quantization/quantizeWeights.ts';
import { createBuilder } from '../graph/builder.ts';
import { parameterFrom } from '../graph/graph.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import { weightHistogram } from './histogram.ts';
import { weightRow } from './weightRow.ts';

/** A scale is stored as f16, which keeps three decimals of 0.1. */
const scaleDigits = 3;
/** A level is a code times a scale in f16. */
const levelDigits = 2;

/** Two output channels of four weights. */
const values = [0.75, -0.4, 0.04, 0.2, 1, 0, 0, 0];

function layer() {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 4]);
  const weight = builder.parameter(parameterFrom('w', tensorFrom('f32', [2, 4], values)));
  return builder.build([builder.add('Gemm', [x, weight], { transB: 1 }, 'fc')]);
}

const rounding = (bits: 3 | 4) => ({ bits, strategy: 'channel', symmetric: true, clip: 'minmax' }) as const;

test('four bits lie two a byte, the first in the low half', async () => {
  const { graph } = await quantizeWeights(layer(), { weights: rounding(4) });
  const row = await weightRow(graph, layer(), 'w', 0);
  expect(row).toMatchObject({ rows: 2, columns: 4, bits: 4, zero: 8, shares: 4 });
  expect(row.scale).toBeCloseTo(0.1, scaleDigits);
  expect(row.codes).toEqual([15, 4, 8, 10]);
  expect(row.bytes).toEqual([0x4f, 0xa8]);
  expect(row.origin[0]?.map((bit) => bit?.weight)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
});

test('three bits lie in a plane of two and a plane of one; every bit is the code’s', async () => {
  const { graph } = await quantizeWeights(layer(), { weights: rounding(3) });
  const { bytes, origin, codes } = await weightRow(graph, layer(), 'w', 0);
  for (const [i, byte] of bytes.entries()) {
    for (const [place, from] of (origin[i] ?? []).entries()) {
      if (from) expect((byte >>> (7 - place)) & 1).toBe(((codes[from.weight] ?? 0) >>> from.bit) & 1);
    }
  }
});

test('a weight that holds floats has no codes to show', async () => {
  await expect(weightRow(layer(), layer(), 'w')).rejects.toThrow('"w" holds floats');
});

test('a range cuts weights off, and they are counted as beyond', async () => {
  const weights = { bits: 4, strategy: 'tensor', symmetric: true, clip: 'range', range: [-0.4, 0.4] } as const;
  const tried = await weightHistogram(layer(), layer(), { parameter: 'w', bins: 8, weights });
  expect(tried.clip).toMatchObject({ below: 0, above: 2 });
  expect(tried.levels?.at(-1)).toBeCloseTo(0.373, levelDigits);
  expect(tried.error?.maxError).toBeCloseTo(1 - 0.373, levelDigits);
});
