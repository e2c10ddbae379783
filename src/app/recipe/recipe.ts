/**
 * The recipe of one side as the page edits it: one choice a word of the sentence. What the engine reads is made from it
 * by `script.ts`; the words and their help are in `options.ts`.
 */

import type { Cuts } from './cuts.ts';

/** The stops of the dial. 32 keeps floats as they came. */
export const DIAL = [32, 16, 8, 7, 6, 5, 4, 3, 2] as const;

export type Bits = (typeof DIAL)[number];

/** How many weights share a scale: all of a tensor, one output channel, or a group of so many. */
export type Grain = 'tensor' | 'channel' | 'g16' | 'g32' | 'g64' | 'g128';

export type Clip = 'minmax' | 'percentile' | 'mse';

/** Activations: left in floats, scaled anew at each run, or with scales calibrated by an observer. */
export type Activations = 'none' | 'dynamic' | 'minmax' | 'average' | 'percentile' | 'mse' | 'entropy';

export interface SideRecipe {
  readonly bits: Bits;
  readonly grain: Grain;
  readonly symmetric: boolean;
  readonly clip: Clip;
  readonly activations: Activations;
  /** Whether the first and the last layer stay as they came. */
  readonly keepEnds: boolean;
  /** Whether weights that came quantized are rounded again, from their dequantized values; else they stay. */
  readonly again: boolean;
  /** Bits of single layers, by node name; they win over everything else. */
  readonly exceptions: Readonly<Record<string, Bits>>;
  /** Where weights of single layers are cut off, by node name; wins over `clip`. */
  readonly cuts: Cuts;
}

/** Words of a recipe that say something only where weights are rounded. */
export const ROUNDED: SideRecipe = {
  bits: 4,
  grain: 'g32',
  symmetric: true,
  clip: 'mse',
  activations: 'none',
  keepEnds: false,
  again: false,
  exceptions: {},
  cuts: {},
};

export const ORIGINAL: SideRecipe = { ...ROUNDED, bits: 32 };

/** Whether the recipe rounds weights to integer codes. */
export function rounds({ bits }: SideRecipe): boolean {
  return bits <= 8;
}

/** Layers that the recipe treats in a way of their own. */
export function layersApart({ exceptions, cuts }: SideRecipe): number {
  return new Set([...Object.keys(exceptions), ...Object.keys(cuts)]).size;
}

/** Whether the recipe leaves the network as it came. */
export function keepsAll({ bits, exceptions }: SideRecipe): boolean {
  return bits === 32 && Object.values(exceptions).every((own) => own === 32);
}

/** Weights that share one scale: 0 for a whole tensor or channel. */
export function groupSize(grain: Grain): number {
  return grain.startsWith('g') ? Number(grain.slice(1)) : 0;
}

/** Activations can be quantized only beside weights whose integer kernels exist: 8 bits. */
export function mayQuantizeActivations({ bits }: SideRecipe): boolean {
  return bits === 8;
}
