/**
 * Measures a model: quality beside the original, size, speed. An original's answers are kept, since every variant is
 * compared with them.
 */
import { messageOf } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { syntheticDataset } from '../data/synthetic.ts';
import type { Classification } from '../evaluation/classification.ts';
import { isAtChance } from '../evaluation/classification.ts';
import type { CollectedOutputs, SampleSource } from '../evaluation/collectOutputs.ts';
import { collectOutputs, fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
import type { Quality as MeasuredQuality } from '../evaluation/quality.ts';
import { measureQuality } from '../evaluation/quality.ts';
import { findScores, logProbabilities } from '../evaluation/scores.ts';
import { measureSize } from '../evaluation/size.ts';
import { measureSpeed } from '../evaluation/speed.ts';
import type { Executor } from '../execution/executor.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Quality, Size, Speed } from './api.ts';
import type { ModelEntry } from './models.ts';

/** Synthetic inputs that stand in where there is no data: so many, but no more values in all. */
const syntheticSamples = 64;
const syntheticValues = 2 ** 22;
const syntheticSeed = 1;

/** Collections of outputs kept, by model, data, executor and count; the oldest goes first. */
const keptCollections = 12;

export interface MeasureContext extends TaskOptions {
  readonly executor: Executor;
  readonly data?: { readonly id: string; readonly source: SampleSource };
  readonly samples?: number;
}

export class Measurer {
  readonly #collections = new Map<string, CollectedOutputs>();

  /** Quality of a model, beside an original where one is given. */
  async quality(entry: ModelEntry, original: ModelEntry | undefined, context: MeasureContext): Promise<Quality> {
    const synthetic = context.data === undefined;
    const data = context.data ?? { id: 'synthetic', source: syntheticSource(entry) };
    const own = await this.outputs(entry, data, context);
    const before = original ? await this.outputs(original, data, context) : undefined;
    const { labels, classes } = data.source;
    const known = labels && classes ? { labels, classes: classes.length } : {};
    const measured = measureQuality(own, { ...known, ...(before ? { original: before } : {}) });
    return {
      ...describeQuality(measured),
      ...answersOf(own, labels),
      ...(synthetic ? { synthetic } : {}),
      notes: [...notesOf(measured.classification, synthetic), ...seenBefore(entry, data.source)],
    };
  }

  /** What a model gives for samples; kept, since every variant is compared with it. */
  async outputs(
    entry: ModelEntry,
    data: { id: string; source: SampleSource },
    context: MeasureContext,
  ): Promise<CollectedOutputs> {
    const { executor, samples = data.source.samples } = context;
    const key = `${entry.id} ${data.id} ${executor.name} ${samples}`;
    const kept = this.#collections.get(key);
    if (kept) return kept;
    const task = {
      ...(context.signal ? { signal: context.signal } : {}),
      ...(context.onProgress ? { onProgress: context.onProgress } : {}),
    };
    const collected = await collectOutputs(executor, entry.graph, data.source, { samples, ...task });
    this.#collections.set(key, collected);
    for (const oldest of this.#collections.keys())
      if (this.#collections.size > keptCollections) this.#collections.delete(oldest);
    return collected;
  }

  /** Forgets what was collected with a model or data that is gone. */
  forget(id: string): void {
    for (const key of this.#collections.keys()) if (key.split(' ').includes(id)) this.#collections.delete(key);
  }
}

export function sizeOfModel({ graph }: ModelEntry): Size {
  const { bytes, bitsPerWeight, parts } = measureSize(graph);
  return { bytes, bitsPerWeight, parts };
}

/** Times single runs of a batch, input to read-back, cold and warm. */
export async function speedOfModel(
  entry: ModelEntry,
  context: MeasureContext,
  batch: number,
  threads: number,
): Promise<Speed> {
  const source = context.data?.source ?? syntheticSource(entry);
  const input = onlyInput(entry.graph);
  const fixed = typeof input.shape[0] === 'number' ? input.shape[0] : batch;
  const tensor = fitSample(input, source.batch([0]), fixed);
  const { coldMs, medianMs, p10, p90, n, planBytes } = await measureSpeed(
    context.executor,
    entry.graph,
    { [input.name]: tensor },
    { ...context },
  );
  return {
    medianMs,
    p10,
    p90,
    n,
    batch: fixed,
    threads,
    clock: 'wall',
    coldMs,
    ...(planBytes === undefined ? {} : { peakBytes: planBytes }),
  };
}

/** Inputs of the model's own shape, with free dimensions at 1, for models that came without data. */
export function syntheticSource({ graph }: Pick<ModelEntry, 'graph'>): SampleSource {
  const { dtype, shape } = onlyInput(graph);
  const sample = shape.slice(1).map((dim) => (typeof dim === 'number' ? dim : 1));
  const fitting = Math.floor(syntheticValues / Math.max(1, sizeOf(sample)));
  return syntheticDataset(
    { dtype: dtype === 'u8' ? 'u8' : 'f32', shape: sample },
    Math.max(1, Math.min(syntheticSamples, fitting)),
    syntheticSeed,
  );
}

// ---------------------------------------------------------------------------------------------

function describeQuality({ classification, agreement, flips, outputs }: MeasuredQuality): Omit<Quality, 'notes'> {
  return {
    ...(classification
      ? { accuracy: classification.accuracy, perClass: classification.perClass, confusion: classification.confusion }
      : {}),
    ...(agreement ? { agreement: agreement.agreement, kl: agreement.kl } : {}),
    ...(flips
      ? {
          flips: {
            broke: flips.toWrong,
            mended: flips.toRight,
            changed: flips.otherwise,
            p: flips.p,
            difference: flips.difference,
          },
        }
      : {}),
    ...(agreement && !flips ? { flips: { broke: [], mended: [], changed: agreement.changed, p: 1 } } : {}),
    ...(outputs
      ? {
          outputs: outputs.map(({ cosine, top1, ...rest }) => ({
            ...rest,
            cosine: cosine.value,
            ...(top1 ? { top1: top1.value } : {}),
          })),
        }
      : {}),
  };
}

/** The top class of each sample and how sure the model is of it. */
function answersOf(collected: CollectedOutputs, labels: SampleSource['labels']): Pick<Quality, 'answers'> {
  const scores = findScores(collected.outputs);
  if (!scores) return {};
  const logs = logProbabilities(scores);
  const top = new Int32Array(scores.samples);
  const confidence = new Float32Array(scores.samples);
  for (let sample = 0; sample < scores.samples; sample++) {
    const row = logs.subarray(sample * scores.classes, (sample + 1) * scores.classes);
    const best = row.reduce((found, value, i) => (value > row[found] ? i : found), 0);
    top[sample] = best;
    confidence[sample] = Math.exp(row[best]);
  }
  return { answers: { top, confidence, ...(labels ? { labels: labels.slice(0, scores.samples) } : {}) } };
}

function notesOf(classification: Classification | undefined, synthetic: boolean): string[] {
  const notes: string[] = [];
  if (synthetic)
    notes.push(
      'Measured on synthetic inputs, since no data is open: agreement and speed mean something, quality does not.',
    );
  if (classification && isAtChance(classification))
    notes.push(
      'The accuracy is what guessing gives. Check scale, mean, channels and layout of the input, or open the data that the model was trained for.',
    );
  return notes;
}

/** Samples that a network has learned from flatter it: which share of the measured ones those are. */
function seenBefore({ learned }: ModelEntry, source: SampleSource): string[] {
  if (learned?.from !== source) return [];
  const kept = source.samples - learned.samples;
  const rest = kept > 0 ? ` ${kept} were held out, and the checkpoints of its run are judged by those alone.` : '';
  return [
    `The network has learned from ${learned.samples} of these ${source.samples} samples, so its accuracy here flatters it.${rest}`,
  ];
}

/** True when an error says that the GPU device is gone, so that trying again on a new one makes sense. */
export const isDeviceLost = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'webgpu/device-lost' &&
  messageOf(error) !== '';
