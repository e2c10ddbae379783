/** How far a compressed model still says what the original says, for class scores: agreement, flips, divergence. */
import { invariant } from '../core/errors.ts';
import type { Scores } from './scores.ts';
import { logProbabilities, predictions } from './scores.ts';
import type { Estimate } from './statistics.ts';
import { bootstrapMean, mcNemarExact, pairedDifference, wilson } from './statistics.ts';

export interface Agreement {
  /** Share of samples with the same top class. */
  readonly agreement: Estimate;
  /** Samples whose top class changed. */
  readonly changed: readonly number[];
  /** KL(original || compressed) in nats, averaged over samples. */
  readonly kl: Estimate;
}

export interface Flips {
  /** Samples that the original has right and the compressed model has wrong, and the other way round. */
  readonly toWrong: readonly number[];
  readonly toRight: readonly number[];
  /** Samples that both have wrong, but differently. */
  readonly otherwise: readonly number[];
  /** Exact McNemar test that both ways are equally likely; small: the accuracies differ. */
  readonly p: number;
  /** Accuracy of the compressed model minus that of the original. */
  readonly difference: Estimate;
}

/** Compares scores of the same samples. */
export function compareScores(original: Scores, compressed: Scores): Agreement {
  checkSame(original, compressed);
  const before = predictions(original);
  const after = predictions(compressed);
  const changed = indicesWhere(original.samples, (i) => before[i] !== after[i]);
  return {
    agreement: wilson(original.samples - changed.length, original.samples),
    changed,
    kl: bootstrapMean(divergences(original, compressed)),
  };
}

/** Which samples changed sides; `labels` one a sample. */
export function findFlips(original: Scores, compressed: Scores, labels: Int32Array): Flips {
  checkSame(original, compressed);
  const before = predictions(original);
  const after = predictions(compressed);
  const n = original.samples;
  const toWrong = indicesWhere(n, (i) => before[i] === labels[i] && after[i] !== labels[i]);
  const toRight = indicesWhere(n, (i) => before[i] !== labels[i] && after[i] === labels[i]);
  const otherwise = indicesWhere(n, (i) => before[i] !== after[i] && before[i] !== labels[i] && after[i] !== labels[i]);
  return {
    toWrong,
    toRight,
    otherwise,
    p: mcNemarExact(toWrong.length, toRight.length),
    difference: pairedDifference(toWrong.length, toRight.length, n),
  };
}

// ---------------------------------------------------------------------------------------------

function divergences(original: Scores, compressed: Scores): Float64Array {
  const p = logProbabilities(original);
  const q = logProbabilities(compressed);
  const { samples, classes } = original;
  return Float64Array.from({ length: samples }, (_, sample) => {
    let sum = 0;
    for (let at = sample * classes; at < (sample + 1) * classes; at++) {
      const share = Math.exp(p[at]);
      if (share > 0) sum += share * (p[at] - q[at]);
    }
    return Math.max(0, sum);
  });
}

function indicesWhere(count: number, holds: (index: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++) if (holds(i)) found.push(i);
  return found;
}

function checkSame(original: Scores, compressed: Scores): void {
  const same = original.samples === compressed.samples && original.classes === compressed.classes;
  invariant(same, 'scores of different samples or classes were compared');
}
