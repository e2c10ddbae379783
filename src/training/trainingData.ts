/** What a training step reads: samples in a seeded order, their labels, what is stored for each of them, and settings. */
import { DataError } from '../core/errors.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import { fitSample } from '../evaluation/collectOutputs.ts';
import type { Tensors } from '../execution/executor.ts';
import type { Value } from '../graph/graph.ts';
import { isConcrete, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { createTensor } from '../tensor/tensor.ts';
import type { AugmentOptions } from './augment.ts';
import { augment } from './augment.ts';
import { createBatches } from './batches.ts';
import type { LearningStep } from './learningStep.ts';

export interface TrainingData extends SampleSource {
  /** Rows of what is stored a sample, by the step's input: [indices.length, ...]. */
  readonly perSample?: Readonly<Record<string, (indices: Int32Array) => Tensor>>;
}

export interface FeedOptions {
  /** Samples a step. */
  readonly batch: number;
  /** Decides the order of samples and how they are augmented. */
  readonly seed: number;
  readonly augment?: AugmentOptions;
}

/** The samples of a step, counted from 0; the same for the same seed, whatever was asked before. */
export type SampleFeed = (step: number) => Tensors;

/**
 * @throws DataError `data/no-labels` when the step reads labels and the data has none
 * @throws DataError `data/batch` when a batch takes more samples than there are
 */
export function createFeed(step: LearningStep, data: TrainingData, options: FeedOptions): SampleFeed {
  const input = inputNamed(step, step.input);
  const batches = createBatches(data.samples, options.batch, options.seed);
  const { labels } = data;
  if (step.labels !== undefined && !labels)
    throw new DataError(
      'data/no-labels',
      `${data.name ?? 'The data'} has no labels; choose data that carries them, or a loss that needs none.`,
    );
  return (index) => {
    const rows = batches.at(index);
    const feed: Record<string, Tensor> = { [input.name]: samplesOf(input, data.batch(rows), options, index) };
    if (step.labels !== undefined && labels)
      feed[step.labels] = createTensor(
        'i64',
        [rows.length],
        BigInt64Array.from(rows, (row) => BigInt(labels[row])),
      );
    for (const name of step.perSample) feed[name] = storedRows(data, name, rows);
    return feed;
  };
}

// ---------------------------------------------------------------------------------------------

function inputNamed({ graph }: LearningStep, name: string): Value {
  const input = graph.inputs.find((own) => own.name === name);
  if (input) return input;
  throw new DataError('data/input', `The step has no input "${name}" for samples.`, { name });
}

function samplesOf(input: Value, samples: Tensor, { augment: how, seed }: FeedOptions, step: number): Tensor {
  if (!how) return fitSample(input, samples);
  return fitSample(input, withShape(samples, augment(asImages(input, samples), how, seed, step)));
}

/** Samples of 784 values that a network sees as images of 28x28 are augmented as such. */
function asImages(input: Value, samples: Tensor): Tensor {
  if (samples.shape.length === 4) return samples;
  const own = input.shape.slice(1);
  if (own.length === 3 && isConcrete(own) && sizeOf(own) === sizeOf(samples.shape.slice(1)))
    return { ...samples, shape: [samples.shape[0], ...own] };
  throw new DataError(
    'data/augment',
    `Samples of ${samples.shape.slice(1).join('×')} are no images, so they cannot be shifted or turned; leave augmentation out.`,
    { shape: samples.shape },
  );
}

const withShape = (like: Tensor, tensor: Tensor): Tensor => ({ ...tensor, shape: like.shape });

function storedRows({ perSample }: TrainingData, name: string, rows: Int32Array): Tensor {
  const read = perSample?.[name];
  if (read) return read(rows);
  throw new DataError('data/stored', `The step reads "${name}" for each sample, but the data has none stored.`, {
    name,
  });
}
