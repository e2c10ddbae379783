/** What experiments say in figures: means over seeds with their errors, paired tests over seeds, thinned curves. Pure. */
import type { Estimate } from '../../src/evaluation/statistics.ts';
import { mcNemarExact, meanOf, pairedDifference } from '../../src/evaluation/statistics.ts';

/** Over seeds. */
export interface Mean {
  readonly mean: number;
  /** Standard error: the deviation of one seed over the root of how many there are. */
  readonly error: number;
  readonly seeds: number;
}

export function meanOver(values: readonly number[]): Mean {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean: rounded(mean), error: rounded(Math.sqrt(variance / values.length)), seeds: values.length };
}

/** Whether mean +- standard error of the one lies wholly below that of the other. */
export const liesBelow = (low: Mean, high: Mean): boolean => low.mean + low.error < high.mean - high.error;

/** Samples on which two models differ, one of them right. */
export interface Changes {
  /** Right in the first, wrong in the second; and the other way. */
  readonly toWrong: number;
  readonly toRight: number;
}

export interface Paired extends Changes {
  /** Exact McNemar test, two-sided. */
  readonly p: number;
  /** Share that is right in the second minus that in the first, with its 95 % interval. */
  readonly difference: Estimate;
}

/**
 * The changes of several pairs (a pair a seed) on the same samples, counted together. Samples of different seeds are
 * taken as independent, which makes the test somewhat too sure where seeds err on the same samples.
 */
export function pairedOver(changes: readonly Changes[], samples: number): Paired {
  const toWrong = changes.reduce((sum, change) => sum + change.toWrong, 0);
  const toRight = changes.reduce((sum, change) => sum + change.toRight, 0);
  const { value, low, high, n } = pairedDifference(toWrong, toRight, samples * changes.length);
  const difference = { value: rounded(value), low: rounded(low), high: rounded(high), n };
  return { toWrong, toRight, p: rounded(mcNemarExact(toWrong, toRight), 3), difference };
}

/** Share of the way from `from` to `to` that `reached` has gone. */
export const shareOfGap = (from: number, to: number, reached: number): number =>
  rounded((reached - from) / (to - from));

/** Means of at most `count` stretches of a curve. */
export function thinned(values: ArrayLike<number> | undefined, count = 60): number[] {
  const length = values?.length ?? 0;
  const stretch = Math.max(1, Math.ceil(length / count));
  return Array.from({ length: Math.ceil(length / stretch) }, (_, i) => {
    const part = Array.from(
      { length: Math.min(stretch, length - i * stretch) },
      (_, j) => values?.[i * stretch + j] ?? 0,
    );
    return rounded(meanOf(part), 4);
  });
}

/** To so many significant digits, so that records stay short. */
export const rounded = (value: number, digits = 5): number => Number(value.toPrecision(digits));

/** "98.20 % +- 0.03" */
export const inWords = ({ mean, error }: Mean, digits = 2): string =>
  `${mean.toFixed(digits)} +- ${error.toFixed(digits)}`;
