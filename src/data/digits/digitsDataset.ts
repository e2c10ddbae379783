/**
 * The built-in sample: handwritten-like digits of our own making, 28x28, bright on black, uint8. Sample i of a split
 * depends on seed, split and i alone, bit for bit on every machine, and is drawn when it is first read.
 */
import { DataError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { createTensor } from '../../tensor/tensor.ts';
import type { Dataset } from '../dataset.ts';
import { drawDigit } from './drawDigit.ts';
import { SIDE } from './trace.ts';

export interface DigitsOptions {
  readonly split: 'train' | 'test';
  /** By default 20,000 for training and 2,000 for testing; fewer are the first ones of more. */
  readonly count?: number;
  /** Another seed gives other digits; the default is the one that the sample model was trained with. */
  readonly seed?: number;
}

export const DIGITS_ID = 'sample:digits';
/** The digits that the sample model learned from; none of them is among those of `DIGITS_ID`. */
export const DIGITS_TRAIN_ID = 'sample:digits-train';

/**
 * The digits of one split. Every ten samples hold each digit once, in an order of their own.
 *
 * @throws DataError `data/count` when `count` is no whole number from 1 to 1,000,000
 */
export function digitsDataset({ split, count = DEFAULT_COUNT[split], seed = DEFAULT_SEED }: DigitsOptions): Dataset {
  checkCount(count);
  const stream = mix(mix(seed >>> 0) + (split === 'train' ? 1 : 2));
  const labels = digitLabels(stream, count);
  const pixels = new Uint8Array(count * PIXELS);
  const drawn = new Uint8Array(count);
  const draw = (index: number): Uint8Array => {
    const at = pixels.subarray(index * PIXELS, (index + 1) * PIXELS);
    if (!drawn[index]) at.set(drawDigit(labels[index], createRandom(stream + index)));
    drawn[index] = 1;
    return at;
  };
  return {
    id: DIGITS_ID,
    name: `Handwritten-like digits (${split})`,
    samples: count,
    input: { dtype: 'u8', shape: [1, SIDE, SIDE] },
    labels,
    classes: Array.from('0123456789'),
    batch: (indices) => {
      const out = new Uint8Array(indices.length * PIXELS);
      for (let i = 0; i < indices.length; i++) out.set(draw(checkIndex(indices[i], count)), i * PIXELS);
      return createTensor('u8', [indices.length, 1, SIDE, SIDE], out);
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const PIXELS = SIDE * SIDE;
const DEFAULT_COUNT = { train: 20_000, test: 2_000 } as const;
const DEFAULT_SEED = 28;
const MOST_DIGITS = 1_000_000;

function digitLabels(stream: number, count: number): Int32Array {
  const labels = new Int32Array(count);
  for (let start = 0; start < count; start += 10) {
    const ten = createRandom(mix(stream ^ start)).shuffle(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    labels.set(ten.subarray(0, Math.min(10, count - start)), start);
  }
  return labels;
}

/** Spreads a 32-bit number over all bits (the finalizer of MurmurHash3, Appleby). */
function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_DIGITS) return;
  const message = `${count} digits were asked for; ask for a whole number from 1 to ${MOST_DIGITS}.`;
  throw new DataError('data/count', message, { count, most: MOST_DIGITS });
}

function checkIndex(index: number, samples: number): number {
  if (Number.isInteger(index) && index >= 0 && index < samples) return index;
  const message = `Digits: sample ${index} was asked for; there are ${samples}, counted from 0.`;
  throw new DataError('data/index', message, { index, samples });
}
