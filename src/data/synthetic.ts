/**
 * Inputs made from nothing but a dtype, a shape and a seed, for models that came without data. What is measured on them
 * says so: agreement and speed, never quality.
 */
import { DataError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { createRandom } from '../core/random.ts';
import type { DType } from '../tensor/dtype.ts';
import { integerRange } from '../tensor/dtype.ts';
import { formatShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import type { Dataset, SampleType } from './dataset.ts';
import { datasetFrom } from './dataset.ts';

export interface SyntheticOptions {
  /** Floats: standard normal (the default), or uniform in [0, 1). */
  readonly floats?: 'normal' | 'uniform';
  /** Integers of 32 and 64 bits, which are often indices into a table: uniform in [0, below). By default below 10. */
  readonly below?: number;
}

/** Values of one tensor at most: drawing more would take minutes and gigabytes. */
const mostValues = 2 ** 27;

/**
 * A seeded tensor: floats as asked, integers of at most 8 bits over their whole range, longer ones small.
 *
 * @throws DataError `data/too-large` above 2^27 values
 */
export function syntheticTensor(
  dtype: DType,
  shape: readonly number[],
  seed: number,
  options: SyntheticOptions = {},
): Tensor {
  if (!(sizeOf(shape) <= mostValues))
    throw new DataError(
      'data/too-large',
      `Synthetic inputs of ${formatShape(shape)} would be ${sizeOf(shape)} values; at most ${mostValues} are made. Open data of your own.`,
      { shape },
    );
  const random = createRandom(seed);
  const draw = drawing(dtype, options, random);
  return tensorFrom(dtype, shape, Float64Array.from({ length: sizeOf(shape) }, draw));
}

/** A dataset of synthetic samples without labels. */
export function syntheticDataset(
  { dtype, shape }: SampleType,
  samples: number,
  seed: number,
  options: SyntheticOptions = {},
): Dataset {
  const { data } = syntheticTensor(dtype, [samples, ...shape], seed, options);
  const values = data instanceof Uint8Array ? data : Float32Array.from(data, Number);
  return datasetFrom({ name: 'Synthetic inputs', input: { dtype, shape }, values });
}

// ---------------------------------------------------------------------------------------------------------------------

function drawing(dtype: DType, { floats = 'normal', below = 10 }: SyntheticOptions, random: Random): () => number {
  switch (dtype) {
    case 'f32':
    case 'f16':
      return floats === 'normal' ? random.normal : random.uniform;
    case 'i32':
    case 'i64':
    case 'u32':
      return () => random.integer(below);
    case 'i8':
    case 'u8':
    case 'i4':
    case 'u4':
    case 'bool': {
      const [low, high] = integerRange[dtype];
      return () => low + random.integer(high - low + 1);
    }
    default:
      return dtype satisfies never;
  }
}
