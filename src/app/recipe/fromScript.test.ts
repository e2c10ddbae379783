/** Recipes come back from the engine's form word for word, also after the engine has filled in what was left out. */
import { describe, expect, test } from 'vitest';
import { parseRecipe } from '../../recipes/schema.ts';
import type { LayerSummary } from '../../studio/api.ts';
import { sideRecipeOf } from './fromScript.ts';
import { PRESETS } from './presets.ts';
import type { SideRecipe } from './recipe.ts';
import { ORIGINAL, ROUNDED } from './recipe.ts';
import { scriptOf } from './script.ts';

const layers = ['conv1', 'conv2', 'fc1', 'fc2'].map(
  (node): LayerSummary => ({
    node,
    operator: 'Gemm',
    parameter: `${node}.weight`,
    shape: [8, 8],
    bits: 32,
    bytes: 256,
    scales: 0,
  }),
);

const back = (recipe: SideRecipe) => {
  const script = scriptOf(recipe, layers);
  return sideRecipeOf(script === null ? null : parseRecipe(script), layers);
};

describe('a recipe comes back', () => {
  test.each<SideRecipe>([
    ...PRESETS.map(({ recipe }) => recipe),
    { ...ROUNDED, keepEnds: true },
    { ...ROUNDED, keepEnds: true, exceptions: { conv2: 8 } },
    { ...ROUNDED, exceptions: { conv1: 8, fc1: 32, fc2: 8 } },
    { ...ROUNDED, exceptions: { fc1: 16 } },
    { ...ROUNDED, bits: 2, grain: 'g16', symmetric: false, clip: 'percentile', again: true },
    { ...ROUNDED, cuts: { fc1: [-0.5, 0.5] } },
    { ...ROUNDED, exceptions: { fc1: 2 }, cuts: { fc1: [-0.5, 0.5] } },
    { ...ROUNDED, bits: 8, grain: 'tensor', activations: 'average' },
  ])('%j', (recipe) => {
    const found = back(recipe);
    expect(found && scriptOf(found, layers)).toEqual(scriptOf(recipe, layers));
  });

  test('word for word', () => {
    expect(back({ ...ROUNDED, keepEnds: true })).toEqual({ ...ROUNDED, keepEnds: true });
    expect(back(ORIGINAL)).toEqual(ORIGINAL);
  });
});

test('what a sentence cannot say is not guessed', () => {
  const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' };
  const two = { version: 1, steps: [{ kind: 'quantize', weights, targets: ['fc1'] }, { kind: 'prune' }] };
  expect(sideRecipeOf(two, layers)).toBeNull();
  const mixed = {
    version: 1,
    steps: [
      { kind: 'quantize', weights, targets: ['fc1'] },
      { kind: 'quantize', weights: { ...weights, clip: 'minmax' } },
    ],
  };
  expect(sideRecipeOf(mixed, layers)).toBeNull();
});
