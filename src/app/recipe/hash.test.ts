/** Links, written and read again: what they carry, what of a newer or broken one stays. */
import { describe, expect, test } from 'vitest';
import { readHash, writeHash } from './hash.ts';
import type { SideRecipe } from './recipe.ts';
import { ORIGINAL, ROUNDED } from './recipe.ts';

const view = { view: 'samples', layer: null, lesson: null, page: 1 };

function roundTrip(recipe: SideRecipe): SideRecipe | undefined {
  return readHash(writeHash('', { a: ORIGINAL, b: recipe, ...view })).b;
}

describe('a link carries recipes and view', () => {
  test('readable, with a version', () => {
    expect(writeHash('', { a: ORIGINAL, b: ROUNDED, ...view })).toBe('#v=1&a=fp32&b=w4.g32.sym.mse');
  });

  test.each<SideRecipe>([
    ROUNDED,
    { ...ROUNDED, bits: 2, grain: 'tensor', symmetric: false, clip: 'minmax', keepEnds: true, again: true },
    { ...ROUNDED, bits: 8, grain: 'channel', activations: 'entropy' },
    { ...ROUNDED, bits: 8, activations: 'minmax', clip: 'percentile' },
    { ...ROUNDED, exceptions: { conv1: 8, '/head/warp:0, odd': 32 } },
    { ...ROUNDED, cuts: { fc1: [-0.12, 0.11], '/head/warp:0, odd': [0, 3] } },
    { ...ROUNDED, bits: 16 },
    ORIGINAL,
  ])('%j comes back as it was', (recipe) => {
    expect(roundTrip(recipe)).toEqual(recipe);
  });

  test('view and layer come back', () => {
    const hash = writeHash('', { a: ORIGINAL, b: ROUNDED, ...view, view: 'layers', layer: 'fc1' });
    expect(readHash(hash)).toMatchObject({ view: 'layers', layer: 'fc1' });
  });

  test('lesson and page come back', () => {
    const hash = writeHash('', { a: ORIGINAL, b: ROUNDED, ...view, lesson: 'rounding', page: 2 });
    expect(readHash(hash)).toMatchObject({ lesson: 'rounding', page: 2 });
  });

  test('a lesson begins at its first page, whatever its link says', () => {
    expect(readHash('#lesson=rounding&page=x')).toEqual({ lesson: 'rounding', page: 1 });
  });

  test('what this version does not know is kept', () => {
    expect(writeHash('#embed=2', { a: ORIGINAL, b: ROUNDED, ...view })).toContain('embed=2');
  });

  test.each(['#b=w9.g32', '#v=2&b=w4', '#b=', '#%', '#bx=%E0%A4%A'])('%s changes nothing', (hash) => {
    expect(readHash(hash).b).toBeUndefined();
  });
});
