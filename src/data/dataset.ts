/**
 * A dataset: samples of raw values, each of one shape, and perhaps a label a sample. Scaling, centring and resizing
 * are no part of it: they belong to the model, as its leading nodes.
 *
 * Views (`subset`, `limit`, `shuffled`, `split`) share the samples of the dataset that they were made from.
 */
import { DataError } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { formatShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { createTensor } from '../tensor/tensor.ts';

export interface Dataset {
  /** A name that programs know it by, for datasets that are built in: 'sample:digits'. */
  readonly id?: string;
  /** Words for a person, usually the file's name. */
  readonly name: string;
  /** How many samples there are. */
  readonly samples: number;
  readonly input: SampleType;
  /** A label a sample, in [0, classes.length). Absent where the data has none. */
  readonly labels?: Int32Array;
  /** Names of the classes, in the order of the labels; present when `labels` is. */
  readonly classes?: readonly string[];
  /**
   * Raw values of the samples at `indices`, in that order: [indices.length, ...input.shape].
   *
   * @throws DataError `data/index` when an index lies outside [0, samples)
   */
  batch(indices: ArrayLike<number>): Tensor;
}

/** What one sample is: uint8 for images (0-255, [channels, height, width]), f32 for everything else. */
export interface SampleType {
  readonly dtype: 'u8' | 'f32';
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

/** A dataset whose samples lie one after another in memory. */
export interface DatasetParts {
  readonly id?: string;
  readonly name: string;
  readonly input: SampleType;
  /** samples * product(input.shape) values */
  readonly values: Uint8Array | Float32Array;
  readonly labels?: Int32Array;
  readonly classes?: readonly string[];
}

/**
 * A dataset over values in memory; a batch copies, so it may be changed or transferred.
 *
 * @throws DataError `data/size` when values and shape, or labels and samples, do not fit together
 */
export function datasetFrom({ values, ...rest }: DatasetParts): Dataset {
  const { name, input, labels } = rest;
  const size = sizeOf(input.shape);
  const samples = size > 0 ? values.length / size : 0;
  checkSamples(name, samples, values.length, input);
  checkLabels(name, samples, labels, rest.classes);
  const batch = (indices: ArrayLike<number>): Tensor => {
    const out = createTensor(input.dtype, [indices.length, ...input.shape]);
    for (let i = 0; i < indices.length; i++) {
      const index = checkIndex(name, samples, indices[i]);
      copyInto(out, values.subarray(index * size, (index + 1) * size), i * size);
    }
    return out;
  };
  return { ...rest, ...(labels && !rest.classes ? { classes: numberedClasses(labels) } : {}), samples, batch };
}

/** Raw values of `count` samples from `start`: [count, ...input.shape]. */
export function readSamples(dataset: Dataset, start: number, count: number): Tensor {
  return dataset.batch(Int32Array.from({ length: count }, (_, i) => start + i));
}

/**
 * The labels of some samples, in their order.
 *
 * @throws DataError `data/no-labels` without labels, `data/index` when there is no such sample
 */
export function labelsAt(dataset: Dataset, indices: ArrayLike<number>): Int32Array {
  const { labels } = dataset;
  if (!labels) throw new DataError('data/no-labels', `${dataset.name} has no labels; choose data that carries them.`);
  return Int32Array.from(indices, (index) => labels[checkIndex(dataset.name, dataset.samples, index)]);
}

/** The samples at `indices`, in that order, as a dataset of its own. */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const chosen = Int32Array.from(indices, (index) => checkIndex(dataset.name, dataset.samples, index));
  return {
    ...dataset,
    samples: chosen.length,
    ...(dataset.labels ? { labels: labelsAt(dataset, chosen) } : {}),
    batch: (rows) =>
      dataset.batch(Int32Array.from(rows, (row) => chosen[checkIndex(dataset.name, chosen.length, row)])),
  };
}

/** The first `count` samples, or all of them when there are fewer. */
export function limit(dataset: Dataset, count: number): Dataset {
  return count >= dataset.samples ? dataset : subset(dataset, sampleOrder(Math.max(0, Math.floor(count))));
}

/**
 * The same values under another shape of one sample: a table of 784 columns as images of 1x28x28.
 *
 * @throws DataError `data/shape` when the sizes differ
 */
export function withSampleShape(dataset: Dataset, shape: readonly number[]): Dataset {
  const { name, input } = dataset;
  if (sizeOf(shape) !== sizeOf(input.shape)) {
    const message = `${name}: samples of ${formatShape(input.shape)} values cannot be taken as ${formatShape(shape)}; choose data that fits the model.`;
    throw new DataError('data/shape', message, { name, from: input.shape, to: shape });
  }
  const batch = (indices: ArrayLike<number>) => ({ ...dataset.batch(indices), shape: [indices.length, ...shape] });
  return { ...dataset, input: { ...input, shape }, batch };
}

/** All samples in an order that the seed decides. */
export function shuffled(dataset: Dataset, seed: number): Dataset {
  return subset(dataset, sampleOrder(dataset.samples, seed));
}

/** Cuts a shuffled dataset in two: the first part has round(samples * share) samples, the second the rest. */
export function split(dataset: Dataset, share: number, seed: number): [Dataset, Dataset] {
  const order = sampleOrder(dataset.samples, seed);
  const first = Math.round(dataset.samples * Math.min(1, Math.max(0, share)));
  return [subset(dataset, order.subarray(0, first)), subset(dataset, order.subarray(first))];
}

/** The indices 0 to count - 1, shuffled when a seed is given. */
export function sampleOrder(count: number, seed?: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  return seed === undefined ? order : createRandom(seed).shuffle(order);
}

// ---------------------------------------------------------------------------------------------------------------------

/** Classes named by their number, for labels that came without names. */
function numberedClasses(labels: Int32Array): string[] {
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return Array.from({ length: count }, (_, label) => String(label));
}

function copyInto(out: Tensor, values: Uint8Array | Float32Array, offset: number): void {
  if (out.data instanceof Uint8Array || out.data instanceof Float32Array) out.data.set(values, offset);
}

function checkIndex(name: string, samples: number, index: number): number {
  if (Number.isInteger(index) && index >= 0 && index < samples) return index;
  throw new DataError('data/index', `${name}: sample ${index} was asked for; it has ${samples}, counted from 0.`, {
    name,
    index,
    samples,
  });
}

function checkSamples(name: string, samples: number, values: number, { shape }: SampleType): void {
  if (Number.isInteger(samples) && samples > 0) return;
  const problem =
    values === 0 ? 'holds no samples' : `holds ${values} values, no whole number of ${formatShape(shape)}`;
  throw new DataError('data/size', `${name} ${problem}; check that the file is complete.`, { name, values, shape });
}

function checkLabels(name: string, samples: number, labels?: Int32Array, classes?: readonly string[]): void {
  if (!labels) return;
  if (labels.length !== samples) {
    const message = `${name} has ${samples} samples but ${labels.length} labels; open the two files that belong together.`;
    throw new DataError('data/label-count', message, { name, samples, labels: labels.length });
  }
  const bound = classes?.length ?? MAX_CLASSES;
  const wrong = labels.findIndex((label) => label < 0 || label >= bound);
  if (wrong < 0) return;
  const message = `${name}: the label of sample ${wrong} is ${labels[wrong]}, outside [0, ${bound}); correct the labels.`;
  throw new DataError('data/label-range', message, { name, sample: wrong, label: labels[wrong], classes: bound });
}

/** More classes than any labelled set that fits a tab; above it, a column of numbers was mistaken for labels. */
const MAX_CLASSES = 100_000;
