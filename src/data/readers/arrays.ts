/** From arrays, as idx, npy and npz files hold them, to a dataset: which one is the labels, and how images lie. */
import type { DataError } from '../../core/errors.ts';
import { formatShape, sizeOf } from '../../tensor/shape.ts';
import type { Dataset, SampleType } from '../dataset.ts';
import { datasetFrom } from '../dataset.ts';
import { refusal } from './reader.ts';

export interface DataArray {
  /** For messages, and for telling images from labels: "train-labels-idx1-ubyte", "y_test". */
  readonly name: string;
  /** The first is the number of samples. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Uint8Array | Float32Array;
  /** Whether the file's numbers are integers. */
  readonly integer: boolean;
}

/**
 * A dataset from one array of samples and, perhaps, one of labels, in any order. It is named after the archive that
 * they came in, else after the samples.
 *
 * @throws DataError `data/arrays` when it cannot be told which is which
 */
export function datasetFromArrays(arrays: readonly DataArray[], archive?: string): Dataset {
  const labels = arrays.length > 1 ? arrays.find((array) => isLabels(array, arrays)) : undefined;
  const samples = arrays.filter((array) => array !== labels);
  if (samples.length !== 1) throw unclear(archive ?? arrays[0].name, arrays);
  const [array] = samples;
  if (array.shape.length < 2 && array.integer) throw labelsAlone(array);
  return datasetFrom({
    name: archive ?? array.name,
    ...imageLayout(array),
    ...(labels ? { labels: labelsOf(labels) } : {}),
  });
}

/** Whether an array's name says that it holds labels. */
export const namedLabels = (name: string): boolean => /(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)/i.test(name);

/** Whether an array's name says that it holds samples. */
export const namedSamples = (name: string): boolean => /(^|[^a-z])(x|images?|data|inputs?)([^a-z]|$)/i.test(name);

/** [samples, pixels, channels] to [samples, channels, pixels]. */
export function channelsFirst(values: Uint8Array, pixels: number, channels: number): Uint8Array {
  const out = new Uint8Array(values.length);
  const size = pixels * channels;
  for (let start = 0; start < values.length; start += size) {
    for (let i = 0; i < size; i++) out[start + (i % channels) * pixels + Math.floor(i / channels)] = values[start + i];
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------

/** One integer a sample; of two such arrays the one that is named so. */
function isLabels(array: DataArray, arrays: readonly DataArray[]): boolean {
  const flat = ({ shape, integer }: DataArray) =>
    integer && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  return flat(array) && (arrays.filter(flat).length === 1 || namedLabels(array.name));
}

function labelsOf({ name, values }: DataArray): Int32Array {
  const wrong = values.findIndex((value) => value < 0);
  if (wrong < 0) return Int32Array.from(values);
  const sentence = `the label of sample ${wrong} is ${values[wrong]}; labels are numbers from 0, so number the classes anew.`;
  throw refusal('label-range', name, sentence, { sample: wrong, label: values[wrong] });
}

/**
 * Images of unsigned bytes are brought to [channels, height, width]: N x H x W gains a channel, and where the last axis
 * is the one that looks like channels it moves to the front.
 */
function imageLayout({ shape, values }: DataArray): { input: SampleType; values: Uint8Array | Float32Array } {
  const sample = shape.slice(1);
  if (values instanceof Float32Array) return { input: { dtype: 'f32', shape: sample }, values };
  if (sample.length === 2) return { input: { dtype: 'u8', shape: [1, ...sample] }, values };
  if (sample.length !== 3 || isChannels(sample[0]) || !isChannels(sample[2]))
    return { input: { dtype: 'u8', shape: sample }, values };
  const [height, width, channels] = sample;
  const input = { dtype: 'u8', shape: [channels, height, width] } as const;
  return { input, values: channelsFirst(values, height * width, channels) };
}

const isChannels = (dim: number): boolean => dim === 1 || dim === 3 || dim === 4;

function labelsAlone({ name, shape }: DataArray): DataError {
  return refusal(
    'labels-alone',
    name,
    `holds ${formatShape(shape)} numbers, which look like labels; open it together with the samples.`,
  );
}

function unclear(name: string, arrays: readonly DataArray[]): DataError {
  const list = arrays.map((array) => `${array.name} (${formatShape(array.shape)})`).join(', ');
  const sentence = `of its ${arrays.length} arrays, ${list}, it cannot be told which are samples and which are labels; open one of each.`;
  return refusal('arrays', name, sentence, { arrays: arrays.map(({ shape }) => sizeOf(shape)) });
}
