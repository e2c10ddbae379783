/**
 * The quality of a model on collected outputs, in one record: with labels, accuracy and flips; with scores, agreement
 * and divergence; in any case the error of each output beside the original. Nothing here requires labels.
 */
import type { Agreement, Flips } from './agreement.ts';
import { compareScores, findFlips } from './agreement.ts';
import type { Classification } from './classification.ts';
import { classify } from './classification.ts';
import type { CollectedOutputs } from './collectOutputs.ts';
import type { OutputError } from './outputError.ts';
import { compareOutputs } from './outputError.ts';
import { findScores } from './scores.ts';

export interface Quality {
  /** Samples that the figures stand on. */
  readonly samples: number;
  /** With labels and an output of class scores. */
  readonly classification?: Classification;
  /** With an original and an output of class scores. */
  readonly agreement?: Agreement;
  /** With labels, an original and an output of class scores. */
  readonly flips?: Flips;
  /** With an original: each output beside the original's. */
  readonly outputs?: readonly OutputError[];
}

export interface QualityOptions {
  readonly labels?: Int32Array;
  /** Names of the classes, or how many there are. */
  readonly classes?: number;
  /** What the original gave for the same samples. */
  readonly original?: CollectedOutputs;
}

/** @throws DataError `data/labels` when labels do not fit the scores */
export function measureQuality(collected: CollectedOutputs, options: QualityOptions = {}): Quality {
  const samples = Math.min(collected.samples, options.original?.samples ?? collected.samples);
  const own = firstSamples(collected, samples);
  const scores = findScores(own.outputs, options.labels ? options.classes : undefined);
  const { labels } = options;
  const classification = scores && labels ? classify(scores, labels) : undefined;
  if (!options.original) return { samples, ...(classification ? { classification } : {}) };
  const original = firstSamples(options.original, samples);
  const twin = scores && original.outputs[scores.output];
  const before = twin && findScores({ [scores.output]: twin }, scores.classes);
  const comparable = scores && before && before.classes === scores.classes;
  return {
    samples,
    ...(classification ? { classification } : {}),
    ...(comparable ? { agreement: compareScores(before, scores) } : {}),
    ...(comparable && labels ? { flips: findFlips(before, scores, labels) } : {}),
    outputs: compareOutputs(original.outputs, own.outputs),
  };
}

// ---------------------------------------------------------------------------------------------

function firstSamples(collected: CollectedOutputs, samples: number): CollectedOutputs {
  if (collected.samples === samples) return collected;
  const cut = Object.entries(collected.outputs).map(([name, { dtype, shape, data }]) => {
    const rows = data.subarray(0, (data.length / collected.samples) * samples);
    return [name, { dtype, shape: [samples, ...shape.slice(1)], data: rows }] as const;
  });
  return { samples, outputs: Object.fromEntries(cut) };
}
