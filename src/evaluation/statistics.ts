/** Intervals and tests behind the numbers: what a measured share, mean or difference leaves open. All at 95 %. */
import { createRandom } from '../core/random.ts';

/** A number with the 95 % interval around it and what it was measured on. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** The two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;

/** A share of successes with Wilson's score interval (Wilson, 1927), which stays inside [0, 1] and holds near its ends. */
export function wilson(successes: number, n: number): Estimate {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1, n };
  const share = successes / n;
  const denominator = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / denominator;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / denominator;
  const low = successes === 0 ? 0 : centre - half;
  const high = successes === n ? 1 : centre + half;
  return { value: share, low, high, n };
}

const resamples = 1000;
const bootstrapSeed = 1979;

/** The mean with a percentile bootstrap interval (Efron, 1979), for skewed values such as divergences. Seeded. */
export function bootstrapMean(values: ArrayLike<number>): Estimate {
  const n = values.length;
  const value = meanOf(values);
  if (n < 2) return { value, low: value, high: value, n };
  const random = createRandom(bootstrapSeed);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[random.integer(n)];
    means[round] = sum / n;
  }
  means.sort();
  const at = (share: number) => means[Math.round(share * (resamples - 1))];
  return { value, low: at(0.025), high: at(0.975), n };
}

/**
 * McNemar's paired test, exact: the chance of a split at least this uneven if a change to wrong and a change to right
 * were equally likely (two-sided binomial with p = 1/2; McNemar, 1947).
 */
export function mcNemarExact(toWrong: number, toRight: number): number {
  const n = toWrong + toRight;
  const least = Math.min(toWrong, toRight);
  if (n === 0) return 1;
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= least; k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** The difference of two paired shares, (toRight - toWrong) / n, with Agresti and Min's interval (2005). */
export function pairedDifference(toWrong: number, toRight: number, n: number): Estimate {
  const [b, c, m] = [toWrong + 0.5, toRight + 0.5, n + 2];
  const centre = (c - b) / m;
  const half = (z * Math.sqrt(b + c - (c - b) ** 2 / m)) / m;
  return { value: (toRight - toWrong) / n, low: Math.max(-1, centre - half), high: Math.min(1, centre + half), n };
}

/** NaN of no values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The value below which a share (0 to 1) of the values lies; linear between neighbours, as numpy's quantile. */
export function quantileOf(values: ArrayLike<number>, share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** The same for values in rising order. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
