/** What the page writes as a recipe, and that the engine takes all of it. */
import { expect, test } from 'vitest';
import { parseRecipe } from '../../recipes/schema.ts';
import type { LayerSummary } from '../../studio/api.ts';
import { PRESETS } from './presets.ts';
import type { SideRecipe } from './recipe.ts';
import { DIAL, ORIGINAL, ROUNDED } from './recipe.ts';
import { scriptOf } from './script.ts';

const layers = ['conv1', 'conv2', 'fc1', 'fc2'].map(
  (node): LayerSummary => ({
    node,
    operator: 'Gemm',
    parameter: `${node}.weight`,
    shape: [4, 4],
    bits: 32,
    bytes: 64,
    scales: 0,
  }),
);

test('an untouched network has no recipe', () => {
  expect(scriptOf(ORIGINAL, layers)).toBeNull();
  expect(scriptOf({ ...ORIGINAL, exceptions: { fc1: 32 } }, layers)).toBeNull();
});

test('the first and the last layer are named, so that the JSON means the same elsewhere', () => {
  expect(scriptOf({ ...ROUNDED, keepEnds: true }, layers)?.steps).toEqual([
    expect.objectContaining({ ignore: ['conv1', 'fc2'] }),
  ]);
});

test('exceptions become steps of their own, one a width, and are left out of the first', () => {
  const recipe: SideRecipe = { ...ROUNDED, exceptions: { conv1: 8, fc1: 8, fc2: 32 } };
  const steps = scriptOf(recipe, layers)?.steps ?? [];
  expect(steps).toHaveLength(2);
  expect(steps[0]).toMatchObject({ weights: { bits: 4 }, ignore: ['conv1', 'fc1', 'fc2'] });
  expect(steps[1]).toMatchObject({ weights: { bits: 8 }, targets: ['conv1', 'fc1'] });
});

test('a layer that is cut by hand has a step with its range, at the width that it has', () => {
  const steps = scriptOf({ ...ROUNDED, exceptions: { fc1: 3 }, cuts: { fc1: [-0.1, 0.1] } }, layers)?.steps ?? [];
  expect(steps).toHaveLength(2);
  expect(steps[0]).toMatchObject({ ignore: ['fc1'] });
  expect(steps[1]).toMatchObject({ targets: ['fc1'], weights: { bits: 3, clip: 'range', range: [-0.1, 0.1] } });
  expect(scriptOf({ ...ROUNDED, exceptions: { fc1: 32 }, cuts: { fc1: [-0.1, 0.1] } }, layers)?.steps).toHaveLength(1);
});

test('activations are quantized beside 8-bit weights only', () => {
  expect(scriptOf({ ...ROUNDED, activations: 'dynamic' }, layers)?.steps[0]).not.toHaveProperty('activations');
  expect(scriptOf({ ...ROUNDED, bits: 8, activations: 'dynamic' }, layers)?.steps[0]).toHaveProperty('activations');
});

const every: SideRecipe[] = [
  ...DIAL.map((bits) => ({ ...ROUNDED, bits })),
  ...PRESETS.map(({ recipe }) => recipe),
  { ...ROUNDED, bits: 8, activations: 'average' },
  { ...ROUNDED, bits: 8, activations: 'percentile', symmetric: false, grain: 'g128', keepEnds: true, again: true },
  { ...ROUNDED, bits: 16, exceptions: { fc1: 3 } },
  { ...ROUNDED, cuts: { fc1: [-0.1, 0.1] } },
];

test.each(every)('the engine accepts %j', (recipe) => {
  const script = scriptOf(recipe, layers);
  if (script) expect(() => parseRecipe(script)).not.toThrow();
});
