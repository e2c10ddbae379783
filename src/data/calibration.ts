/** Which samples calibrate a quantizer's activations: few, seeded, and spread over the classes where there are labels. */
import { createRandom } from '../core/random.ts';
import type { Dataset } from './dataset.ts';
import { sampleOrder } from './dataset.ts';

/**
 * Indices of `count` different samples, or of all when there are fewer. With labels each class is drawn from by turns,
 * so that the first n of them are spread over the classes for every n; without, at random.
 */
export function calibrationSamples(dataset: Dataset, count: number, seed: number): Int32Array {
  const { labels, samples } = dataset;
  const order = sampleOrder(samples, seed);
  return (labels ? byTurns(order, labels, seed) : order).slice(0, Math.max(0, count));
}

// ---------------------------------------------------------------------------------------------------------------------

/** Keeps the order within a class; each round visits the classes in an order of its own. */
function byTurns(order: Int32Array, labels: Int32Array, seed: number): Int32Array {
  const groups = new Map<number, number[]>();
  for (const index of order) {
    const group = groups.get(labels[index]);
    if (group) group.push(index);
    else groups.set(labels[index], [index]);
  }
  const random = createRandom(seed + 1);
  const lists = [...groups.values()];
  const chosen: number[] = [];
  for (let round = 0; chosen.length < order.length; round++) {
    for (const list of random.shuffle(lists)) if (round < list.length) chosen.push(list[round]);
  }
  return Int32Array.from(chosen);
}
