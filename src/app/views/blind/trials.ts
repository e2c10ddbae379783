/**
 * A blind test of two alternatives: ten samples, both sides' answers in an order that a seed decides, and how surely the
 * guesses are better than chance. The exact binomial test, as audio listening tests use it (ITU-R BS.1116). Pure.
 */

import { decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';

export const TRIALS = 10;

export interface Trial {
  readonly sample: number;
  /** Whether A stands on the left. */
  readonly aFirst: boolean;
}

/** Samples without repetition, half of them (where there are so many) from those that are named, as flips are. */
export function trialsOf(seed: number, samples: number, likely: readonly number[]): Trial[] {
  const random = generator(seed);
  const chosen = new Set<number>();
  const pool = [...likely];
  while (chosen.size < Math.min(TRIALS / 2, likely.length) && pool.length > 0) {
    chosen.add(pool.splice(Math.floor(random() * pool.length), 1)[0] ?? 0);
  }
  while (chosen.size < Math.min(TRIALS, samples)) chosen.add(Math.floor(random() * samples));
  const order = [...chosen].map((sample) => ({ sample, at: random() })).sort((p, q) => p.at - q.at);
  return order.map(({ sample }) => ({ sample, aFirst: random() < 0.5 }));
}

export interface BlindScore {
  readonly right: number;
  readonly trials: number;
  /** Exact 95 % interval of the share of right guesses (Clopper and Pearson, 1934). */
  readonly low: number;
  readonly high: number;
  /** Chance to guess so many or more without seeing a difference. */
  readonly chance: number;
}

export function scoreOf(right: number, trials: number): BlindScore {
  return {
    right,
    trials,
    low: right === 0 ? 0 : solve((p) => tail(right, trials, p) - 0.025),
    high: right === trials ? 1 : solve((p) => 0.025 - (1 - tail(right + 1, trials, p))),
    chance: tail(right, trials, 0.5),
  };
}

/** "You could not tell B from A: 6 of 10 right, …" */
export function scoreWords({ right, trials, low, high, chance }: BlindScore): string {
  const values = {
    right,
    trials,
    low: decimals(low * 100, 0),
    high: decimals(high * 100, 0),
    chance: chance < 0.001 ? t('below 0.1') : decimals(chance * 100, chance < 0.1 ? 1 : 0),
  };
  return chance < 0.05
    ? t(
        'You can tell them apart: {right} of {trials} right (95 % interval {low} to {high} %). Guessing does so well in {chance} % of tests.',
        values,
      )
    : t(
        'You could not tell them apart: {right} of {trials} right (95 % interval {low} to {high} %). Guessing does so well in {chance} % of tests.',
        values,
      );
}

// ---------------------------------------------------------------------------------------------------------------------

/** P(X >= k) for X ~ Binomial(n, p). */
function tail(k: number, n: number, p: number): number {
  let [sum, ways] = [0, 1];
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += ways * p ** i * (1 - p) ** (n - i);
    ways = (ways * (n - i)) / (i + 1);
  }
  return Math.min(1, sum);
}

/** The p at which a rising function is zero. */
function solve(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Uniform in [0, 1): mulberry32, enough to shuffle ten samples. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
