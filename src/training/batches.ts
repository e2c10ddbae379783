/**
 * The order in which samples are shown: each epoch all of them once, shuffled anew by the seed. A batch is always full,
 * since a plan is made for one size; what is left over at the end of an epoch is not shown in it.
 */
import { DataError } from '../core/errors.ts';
import { sampleOrder } from '../data/dataset.ts';

export interface Batches {
  /** Samples in a batch. */
  readonly size: number;
  /** Batches in an epoch. */
  readonly perEpoch: number;
  /** Indices of the samples of a step, counted from 0; the same for the same seed, whatever was asked before. */
  at(step: number): Int32Array;
}

/** @throws DataError `data/batch` when a batch takes more samples than there are, or none */
export function createBatches(samples: number, size: number, seed: number): Batches {
  if (!Number.isInteger(size) || size < 1 || size > samples)
    throw new DataError(
      'data/batch',
      `A batch of ${size} samples was asked for; the data has ${samples}. Choose a batch between 1 and that.`,
      { size, samples },
    );
  const perEpoch = Math.floor(samples / size);
  let shown: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array(0) };
  const at = (step: number): Int32Array => {
    const epoch = Math.floor(step / perEpoch);
    if (shown.epoch !== epoch) shown = { epoch, order: orderOf(samples, seed, epoch) };
    const start = (step % perEpoch) * size;
    return shown.order.subarray(start, start + size);
  };
  return { size, perEpoch, at };
}

// ---------------------------------------------------------------------------------------------

/** Neighbouring seeds share no epoch: an odd multiplier sends them far apart. */
const orderOf = (samples: number, seed: number, epoch: number): Int32Array =>
  sampleOrder(samples, (Math.imul(seed, 0x9e3779b1) + epoch) >>> 0);
