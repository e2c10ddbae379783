/**
 * The one loss that sensitivity maps and budgets speak of: how far a changed graph's answers are from the original's, on
 * the same samples. For class scores it is KL(original || changed) with both softened by one temperature: a network that
 * is surer than it is right has a divergence of zero but for a handful of samples, and sums of such figures predict
 * nothing. The temperature is the one at which the original is as sure as it is right on average (temperature scaling,
 * Guo et al., arXiv:1706.04599). For outputs that are no scores the loss is their relative noise.
 */
import type { TaskOptions } from '../../core/task.ts';
import { throwIfAborted } from '../../core/task.ts';
import { compareScores } from '../../evaluation/agreement.ts';
import type { CollectedOutputs, SampleSource } from '../../evaluation/collectOutputs.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import { measureQuality } from '../../evaluation/quality.ts';
import type { Scores } from '../../evaluation/scores.ts';
import { findScores, logProbabilities } from '../../evaluation/scores.ts';
import type { Estimate } from '../../evaluation/statistics.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';

/** What changed widths did to the answers. */
export interface Loss {
  /** Softened KL in nats, or noise as a share of the outputs' power; Infinity when no number came. */
  readonly loss: number;
  /** KL(original || changed) in nats, as the scores are. */
  readonly kl?: Estimate;
  readonly agreement?: Estimate;
  /** Accuracy minus the original's, paired. */
  readonly accuracy?: Estimate;
}

export interface LossMeter {
  readonly metric: 'kl' | 'noise';
  /** What scores are divided by before the divergence is taken; 1 for networks that are unsure enough as they are. */
  readonly temperature: number;
  readonly samples: number;
  /** Of the original. */
  readonly accuracy?: Estimate;
  loss(graph: Graph): Promise<Loss>;
}

/** Samples in one run at most: activations of a whole batch lie in memory at once. */
const largestBatch = 128;

/** Mean probability of the top class that scores are softened to where no labels say how often they are right. */
const usualConfidence = 0.98;
/** Accuracies beyond these are luck or chance, and no target. */
const confidenceBounds = { least: 0.5, most: 0.999 };

/** Equal batches that together hold all samples, so that the last is not filled up with repetitions. */
export function evenBatch(samples: number): number {
  return Math.max(1, Math.ceil(samples / Math.ceil(samples / largestBatch)));
}

/** Runs the original once. */
export async function createLossMeter(
  executor: Executor,
  graph: Graph,
  source: SampleSource,
  options: TaskOptions & { readonly samples: number },
): Promise<LossMeter> {
  const samples = Math.min(options.samples, source.samples);
  const collect = (own: Graph): Promise<CollectedOutputs> =>
    collectOutputs(executor, own, source, { samples, batch: evenBatch(samples), signal: options.signal });
  const { labels, classes } = source;
  const known = labels && classes ? { labels, classes: classes.length } : {};
  const original = await collect(graph);
  const accuracy = measureQuality(original, known).classification?.accuracy;
  const scores = findScores(original.outputs, known.classes);
  const temperature = scores ? softeningTemperature(scores, accuracy?.value) : 1;
  const before = scores && softened(scores, temperature);
  const loss = async (own: Graph): Promise<Loss> => {
    throwIfAborted(options.signal);
    const collected = await collect(own);
    const { agreement, flips, outputs } = measureQuality(collected, { ...known, original });
    const after = before && findScores({ [before.output]: collected.outputs[before.output] }, before.classes);
    const noise = (outputs ?? []).map(({ sqnr }) => 10 ** (-sqnr / 10));
    return {
      loss: finite(before && after ? divergence(before, softened(after, temperature)) : mean(noise)),
      ...(agreement ? { kl: agreement.kl, agreement: agreement.agreement } : {}),
      ...(flips ? { accuracy: flips.difference } : {}),
    };
  };
  const metric = before ? 'kl' : 'noise';
  return { metric, temperature, samples: original.samples, ...(accuracy ? { accuracy } : {}), loss };
}

/** The least temperature from 1 on at which the scores are no surer than they are right, on average. */
export function softeningTemperature(scores: Scores, accuracy = usualConfidence): number {
  const target = Math.min(confidenceBounds.most, Math.max(confidenceBounds.least, accuracy));
  if (confidenceAt(scores, 1) <= target) return 1;
  let [low, high] = [0, 40];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (confidenceAt(scores, 2 ** middle) > target) low = middle;
    else high = middle;
  }
  return 2 ** high;
}

// ---------------------------------------------------------------------------------------------

/** Scores whose softmax is that of the given ones at a temperature. */
function softened(scores: Scores, temperature: number): Scores {
  const logs = logProbabilities(scores);
  return { ...scores, values: logs.map((value) => value / temperature) };
}

/** Mean probability of the top class. */
function confidenceAt(scores: Scores, temperature: number): number {
  const logs = logProbabilities(softened(scores, temperature));
  let sum = 0;
  for (let sample = 0; sample < scores.samples; sample++) {
    const row = logs.subarray(sample * scores.classes, (sample + 1) * scores.classes);
    sum += Math.exp(row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY));
  }
  return sum / scores.samples;
}

const divergence = (before: Scores, after: Scores): number => compareScores(before, after).kl.value;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const finite = (loss: number): number => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
