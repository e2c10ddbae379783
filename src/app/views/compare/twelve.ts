/** The recipes of a sweep, as the page edits recipes, so that each can be loaded into side B word for word. */
import type { SideRecipe } from '../../recipe/recipe.ts';
import { ROUNDED } from '../../recipe/recipe.ts';

const BY_CHANNEL: SideRecipe = { ...ROUNDED, bits: 8, grain: 'channel', clip: 'minmax' };

/** Two ends, the usual widths, and what a group size or a zero point buys at 4 bits and below. */
export const TWELVE: readonly SideRecipe[] = [
  { ...ROUNDED, bits: 16 },
  { ...BY_CHANNEL, activations: 'dynamic' },
  BY_CHANNEL,
  { ...ROUNDED, bits: 6 },
  { ...ROUNDED, bits: 5 },
  { ...ROUNDED, grain: 'channel' },
  { ...ROUNDED, grain: 'g128' },
  ROUNDED,
  { ...ROUNDED, symmetric: false },
  { ...ROUNDED, bits: 3 },
  { ...ROUNDED, bits: 3, grain: 'g16', symmetric: false },
  { ...ROUNDED, bits: 2, grain: 'g16' },
];
