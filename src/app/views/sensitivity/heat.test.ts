/** The rows, shades and words of the heat map, and the widths that it gives. */
import { describe, expect, test } from 'vitest';
import type { SensitivityMap } from '../../../studio/api.ts';
import { ROUNDED } from '../../recipe/recipe.ts';
import { csvOf, lossText, partsOf, rowsOf, STEPS, scaleOf } from './heat.ts';
import { allocationWords, bitsIn, roundingOf, withAllBut, withAllocation, withLayerBits } from './widths.ts';

const cells = [
  { node: 'conv, 1', bits: 8, loss: 0.0002 },
  { node: 'conv, 1', bits: 2, loss: 2 },
  { node: 'fc', bits: 2, loss: 0.02 },
] as const;

describe('the heat map', () => {
  test('has a row a layer and one for all together, also before it is whole', () => {
    const { uniform, cells: arrived } = partsOf(null, [
      { kind: 'cell', cell: cells[0] },
      { kind: 'uniform', point: { bits: 2, loss: 3, bytes: 100 } },
    ]);
    const rows = rowsOf(['conv, 1', 'fc'], arrived, uniform);
    expect(rows.map(({ node }) => node)).toEqual(['conv, 1', 'fc', null]);
    expect(rows[0]?.losses[8]?.loss).toBe(0.0002);
    expect(rows[1]?.losses).toEqual({});
    expect(rows[2]?.losses[2]?.loss).toBe(3);
  });

  test('shades by the logarithm from the least loss to the worst', () => {
    const step = scaleOf(rowsOf(['conv, 1', 'fc'], cells, []));
    expect([0.0002, 0.02, 2].map(step)).toEqual([0, 3, STEPS - 1]);
    expect(scaleOf([])(1)).toBe(0);
  });

  test.each([
    [0, '0'],
    [0.00002, '< 0.0001'],
    [0.00042, '0.0004'],
    [0.0113, '0.011'],
    [1.94, '1.9'],
  ])('writes %d as %s', (loss, words) => {
    expect(lossText(loss)).toBe(words);
  });

  test('is copied with quoted names', () => {
    const map = { mode: 'each', metric: 'kl', temperature: 1, cells, uniform: [{ bits: 2, loss: 3, bytes: 100 }] };
    const lines = csvOf(map as unknown as SensitivityMap).split('\n');
    expect(lines[0]).toBe('layer,bits,kl at temperature 1,kl,agreement,accuracy difference');
    expect(lines[1]).toBe('"conv, 1",8,0.0002,,,');
    expect(lines.at(-1)).toBe('all layers,2,3,,,');
  });
});

describe('widths in a recipe', () => {
  test('a cell sets one layer apart, and the same cell again undoes it', () => {
    const apart = withLayerBits(ROUNDED, 'fc', 8);
    expect(bitsIn(apart, 'fc')).toBe(8);
    expect(bitsIn(apart, 'conv')).toBe(4);
    expect(withLayerBits(apart, 'fc', 8).exceptions).toEqual({});
  });

  test('a cell of "all but one" rounds the others', () => {
    expect(withAllBut(ROUNDED, { node: 'fc', bits: 3 })).toMatchObject({ bits: 3, exceptions: { fc: 32 } });
  });

  test('an allocation makes its most frequent width the rule', () => {
    const bits = { conv: 8, fc1: 3, fc2: 3 } as const;
    expect(withAllocation(ROUNDED, { bits })).toMatchObject({ bits: 3, exceptions: { conv: 8 }, keepEnds: false });
    expect(allocationWords({ bits })).toBe('conv 8, fc1 3, fc2 3');
  });

  test('rounding is the words of the recipe without its width', () => {
    expect(roundingOf(ROUNDED)).toEqual({ strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' });
    expect(roundingOf({ ...ROUNDED, grain: 'channel' })).toMatchObject({ strategy: 'channel' });
  });
});
