/** What training is measured on and does not learn from: opened data, or a seeded share of the run's own. */
import { DecantError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Dataset } from '../../data/dataset.ts';
import { sampleOrder, subset } from '../../data/dataset.ts';
import type { Recipe } from '../../recipes/schema.ts';

/** Share of the data that is held out where nothing else is asked for, and how many samples at most. */
export const usualShare = 0.1;
const mostSamples = 2000;

export interface Divided {
  /** What is learned from. */
  readonly data: Dataset;
  /** What both are parts of; the same as `data` where nothing was taken from it. */
  readonly from: Dataset;
  readonly heldOut?: Dataset;
  /** A sentence about what was held out. */
  readonly note?: string;
}

/** True when a step of the recipe trains with an optimizer on batches. */
const trains = ({ steps }: Recipe): boolean =>
  steps.some((step) => {
    switch (step.kind) {
      case 'train':
      case 'distill':
      case 'qat':
        return true;
      case 'lora':
        return step.steps > 0;
      case 'prune':
        return step.method === 'magnitude' && step.gradual !== undefined;
      case 'quantize':
      case 'adaround':
        return false;
      default:
        return step satisfies never;
    }
  });

/** True when the recipe is a chain whose stages are told and kept: one that trains, or that does different things. */
export const isChain = (recipe: Recipe): boolean =>
  trains(recipe) || new Set(recipe.steps.map(({ kind }) => kind)).size > 1;

/**
 * @param given opened data, or a share from 0 (nothing) to below 1
 * @throws DecantError `studio/request` for a share that is none
 */
export function divide(data: Dataset, given: Dataset | number | undefined, seed: number): Divided {
  if (typeof given === 'object')
    return { data, from: data, heldOut: given, note: `Measured on ${given.samples} samples of ${given.name}.` };
  const share = given ?? usualShare;
  if (!(share >= 0 && share < 1))
    throw new DecantError('studio/request', `heldOut is ${share}; give opened data, or a share from 0 to below 1.`, {
      heldOut: share,
    });
  const count = Math.min(mostSamples, Math.floor(data.samples * share));
  if (count < 1) return { data, from: data };
  const order = createRandom(seed).shuffle(sampleOrder(data.samples));
  return {
    data: subset(data, order.subarray(count).toSorted()),
    from: data,
    heldOut: subset(data, order.subarray(0, count).toSorted()),
    note: `Learned from ${data.samples - count} samples of ${data.name}; ${count} others, chosen by the seed, were held out to measure it.`,
  };
}
