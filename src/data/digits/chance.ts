/**
 * Draws that are the same bit for bit on every machine: they use +, -, x, / and square root only, which IEEE 754 fixes.
 * (`Random.normal` takes a logarithm and a cosine, whose last bit engines may choose.)
 */
import type { Random } from '../../core/random.ts';

/** Uniform in [low, high). */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

/** True in `share` of all calls. */
export const chance = (random: Random, share: number): boolean => random.uniform() < share;

/** Bell-shaped with mean 0 and deviation 1, never beyond 3.5: the sum of four uniform draws (Irwin and Hall). */
export function bell(random: Random): number {
  const sum = random.uniform() + random.uniform() + random.uniform() + random.uniform();
  return (sum - 2) * 1.7320508075688772;
}

/** One of the items, as often as its weight says. */
export function choose<T extends { readonly weight: number }>(random: Random, items: readonly T[]): T {
  let rest = random.uniform() * items.reduce((sum, { weight }) => sum + weight, 0);
  for (const item of items) {
    rest -= item.weight;
    if (rest < 0) return item;
  }
  return items[items.length - 1];
}
