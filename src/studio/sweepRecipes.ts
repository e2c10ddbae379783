/** The recipes that a sweep tries: lists with a name, and grids of widths by scales by rounding. Data and their labels. */
import { DecantError } from '../core/errors.ts';
import type { RoundedBits, Rounding } from './apiSensitivity.ts';
import type { SweepGrid, SweepPreset, SweepRequest } from './apiStudies.ts';

export interface QueuedRecipe {
  readonly label: string;
  readonly recipe: unknown;
}

/** More than this is a mistake, not a sweep. */
const mostRecipes = 1000;

/** @throws DecantError `studio/sweep` when there is nothing to try, or far too much */
export function sweepRecipes({ recipes, preset, grid }: SweepRequest): readonly QueuedRecipe[] {
  const queue = recipes ? recipes.map(labelled) : grid ? gridRecipes(grid) : presetRecipes(preset ?? 'twelve');
  if (queue.length > 0 && queue.length <= mostRecipes) return queue;
  throw new DecantError(
    'studio/sweep',
    `A sweep of ${queue.length} recipes was asked for; it tries 1 to ${mostRecipes}.`,
    { count: queue.length, most: mostRecipes },
  );
}

// ---------------------------------------------------------------------------------------------

type Scales = NonNullable<SweepGrid['scales']>[number];

interface Point {
  readonly bits: RoundedBits;
  readonly scales?: Scales;
  readonly symmetric?: boolean;
  readonly clip?: Rounding['clip'];
}

/** Two ends, the usual widths, and what a group size or a zero point buys at 4 bits and below. */
const twelve: readonly Point[] = [
  { bits: 16 },
  { bits: 8, scales: 'channel', clip: 'minmax' },
  { bits: 6, scales: 32 },
  { bits: 5, scales: 32 },
  { bits: 4, scales: 'channel' },
  { bits: 4, scales: 128 },
  { bits: 4, scales: 32 },
  { bits: 4, scales: 32, symmetric: false },
  { bits: 3, scales: 32 },
  { bits: 3, scales: 16, symmetric: false },
  { bits: 2, scales: 16 },
];

const dynamic: QueuedRecipe = {
  label: 'W8A8 dynamic',
  recipe: {
    version: 1,
    name: 'W8A8 dynamic',
    steps: [
      {
        kind: 'quantize',
        method: 'rtn',
        weights: { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' },
        activations: { bits: 8, mode: 'dynamic' },
      },
    ],
  },
};

function presetRecipes(preset: SweepPreset): QueuedRecipe[] {
  switch (preset) {
    case 'twelve': {
      const [half, ...rest] = twelve.map(recipeAt);
      return [half, dynamic, ...rest];
    }
    case 'widths':
      return gridRecipes({ bits: [16, 8, 7, 6, 5, 4, 3, 2] });
    case 'groups':
      return gridRecipes({ bits: [8, 4, 3, 2], scales: ['tensor', 'channel', 128, 64, 32, 16] });
    default:
      preset satisfies never;
      throw new DecantError('studio/sweep', `There is no list of recipes "${preset}"; take twelve, widths or groups.`);
  }
}

/** Every combination; 16 bits have no scales and stand once. */
function gridRecipes({ bits, scales = [32], symmetric = [true], clip = ['mse'] }: SweepGrid): QueuedRecipe[] {
  const points = bits.flatMap((width): Point[] =>
    width === 16
      ? [{ bits: width }]
      : scales.flatMap((own) => symmetric.flatMap((even) => clip.map((range) => pointOf(width, own, even, range)))),
  );
  return points.map(recipeAt);
}

const pointOf = (bits: RoundedBits, scales: Scales, symmetric: boolean, clip: Rounding['clip']): Point => ({
  bits,
  scales,
  symmetric,
  clip,
});

function recipeAt({ bits, scales = 32, symmetric = true, clip = 'mse' }: Point): QueuedRecipe {
  const strategy = typeof scales === 'number' ? { strategy: 'group', groupSize: scales } : { strategy: scales };
  const weights = bits === 16 ? { bits } : { bits, ...strategy, symmetric, clip };
  const grain = typeof scales === 'number' ? `group ${scales}` : scales;
  const marks = `${symmetric ? '' : ' asymmetric'}${clip === 'mse' ? '' : ` ${clip}`}`;
  const label = bits === 16 ? 'FP16' : `W${bits} ${grain}${marks}`;
  return { label, recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights }] } };
}

function labelled(
  { label, recipe }: { readonly label?: string; readonly recipe: unknown },
  index: number,
): QueuedRecipe {
  const name: unknown = typeof recipe === 'object' && recipe !== null ? Reflect.get(recipe, 'name') : undefined;
  return { label: label ?? (typeof name === 'string' ? name : `Recipe ${index + 1}`), recipe };
}
