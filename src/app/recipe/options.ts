/**
 * The menus behind the words of a recipe: each option with its word in the sentence and one line of help that says what
 * it does to size, speed or quality. A new option adds a row here, not a form.
 */
import type { Activations, Bits, Clip, Grain } from './recipe.ts';
import { DIAL } from './recipe.ts';

export interface Option<T extends string> {
  readonly value: T;
  /** As it stands in the sentence. */
  readonly word: string;
  readonly help: string;
}

export const BITS_OPTIONS: readonly Option<`${Bits}`>[] = DIAL.map((bits) => ({
  value: `${bits}`,
  word: bits === 32 ? 'as it came' : bits === 16 ? 'in 16-bit floats' : `${bits} bits`,
  help: bitsHelp(bits),
}));

export const GRAIN_OPTIONS: readonly Option<Grain>[] = [
  { value: 'tensor', word: 'one scale per tensor', help: 'Smallest. One outlier widens the steps of every weight.' },
  { value: 'channel', word: 'one scale per channel', help: 'A scale for each output. Almost no bytes, much better.' },
  { value: 'g128', word: 'groups of 128', help: 'A scale for each 128 weights: 0.13 bits more a weight.' },
  { value: 'g64', word: 'groups of 64', help: 'A scale for each 64 weights: 0.25 bits more a weight.' },
  { value: 'g32', word: 'groups of 32', help: 'A scale for each 32 weights: half a bit more a weight.' },
  { value: 'g16', word: 'groups of 16', help: 'Finest steps. A whole bit more a weight.' },
];

export const SYMMETRY_OPTIONS: readonly Option<'symmetric' | 'asymmetric'>[] = [
  { value: 'symmetric', word: 'symmetric', help: 'Zero is a level, the same reach to both sides. Fastest.' },
  {
    value: 'asymmetric',
    word: 'asymmetric',
    help: 'Levels lie where the weights lie, at the price of a zero point a scale.',
  },
];

export const CLIP_OPTIONS: readonly Option<Clip>[] = [
  { value: 'minmax', word: 'nothing clipped', help: 'The largest weight decides the step. No weight is cut off.' },
  { value: 'percentile', word: 'outliers clipped', help: 'The few largest weights are cut off; all others move less.' },
  { value: 'mse', word: 'clipped for least error', help: 'Tries many limits and keeps the one with the least error.' },
];

export const ACTIVATION_OPTIONS: readonly Option<Activations>[] = [
  { value: 'none', word: 'in floats', help: 'Only weights are rounded. Smaller; the arithmetic stays in floats.' },
  { value: 'dynamic', word: 'rounded as they come', help: '8 bits, scaled anew at each run. No calibration needed.' },
  { value: 'minmax', word: 'calibrated by their range', help: '8 bits, fixed scales from the widest range seen.' },
  { value: 'average', word: 'calibrated by a moving range', help: '8 bits, fixed scales from a smoothed range.' },
  { value: 'percentile', word: 'calibrated by percentile', help: '8 bits, fixed scales that leave outliers out.' },
  { value: 'mse', word: 'calibrated for least error', help: '8 bits, fixed scales with the least squared error.' },
  { value: 'entropy', word: 'calibrated by entropy', help: '8 bits, fixed scales that keep the most information.' },
];

export const ENDS_OPTIONS: readonly Option<'alike' | 'ends' | 'choose'>[] = [
  { value: 'alike', word: 'every layer alike', help: 'The same widths from the first layer to the last.' },
  { value: 'ends', word: 'first and last as they came', help: 'Larger, but the two most sensitive layers stay exact.' },
  { value: 'choose', word: 'choose layer by layer…', help: 'A width of its own for any layer.' },
];

export const AGAIN_OPTIONS: readonly Option<'stay' | 'again'>[] = [
  { value: 'stay', word: 'stays as it came', help: 'Codes and scales of the file are kept. Nothing is rounded twice.' },
  {
    value: 'again',
    word: 'is rounded again, from dequantized',
    help: 'Its codes become floats and are rounded anew: the errors of both roundings add up.',
  },
];

// ---------------------------------------------------------------------------------------------------------------------

function bitsHelp(bits: Bits): string {
  if (bits === 32) return 'Nothing is rounded. The yardstick for everything else.';
  if (bits === 16) return 'Half the bytes. Answers almost never change.';
  if (bits === 8) return '256 levels. A quarter of the bytes, usually no loss.';
  if (bits === 4) return '16 levels. An eighth of the bytes, some loss.';
  return `${2 ** bits} levels. ${(32 / bits).toFixed(bits > 4 ? 1 : 0)} times fewer bytes before scales.`;
}
