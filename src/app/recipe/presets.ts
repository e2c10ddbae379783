/** Recipes with names that the field knows, as changes of the words of a side. */
import type { SideRecipe } from './recipe.ts';
import { ORIGINAL, ROUNDED } from './recipe.ts';

export interface Preset {
  readonly name: string;
  readonly about: string;
  readonly recipe: SideRecipe;
}

const BY_CHANNEL: SideRecipe = { ...ROUNDED, bits: 8, grain: 'channel', clip: 'minmax' };

export const PRESETS: readonly Preset[] = [
  { name: 'Original', about: 'As it came.', recipe: ORIGINAL },
  { name: 'FP16', about: 'Half the size, as good as exact.', recipe: { ...ROUNDED, bits: 16 } },
  { name: 'W8 per channel', about: 'A quarter of the size, almost always without loss.', recipe: BY_CHANNEL },
  {
    name: 'W8A8 dynamic',
    about: 'Integers throughout, ranges found while running; needs no data.',
    recipe: { ...BY_CHANNEL, activations: 'dynamic' },
  },
  {
    name: 'W8A8 static',
    about: 'Integers throughout, ranges from 256 calibration samples.',
    recipe: { ...BY_CHANNEL, activations: 'mse' },
  },
  { name: 'W4 groups of 32', about: 'An eighth of the size; most networks keep their quality.', recipe: ROUNDED },
  { name: 'W3 groups of 32', about: 'A tenth of the size; the loss begins to show.', recipe: { ...ROUNDED, bits: 3 } },
  {
    name: 'W2 groups of 32',
    about: 'Four levels a weight: a stress test, rarely usable without training.',
    recipe: { ...ROUNDED, bits: 2 },
  },
];
