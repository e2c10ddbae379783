/** A tensor at rest: dtype, concrete shape, row-major data in the dtype's own typed array. */
import { DecantError } from '../core/errors.ts';
import type { DType, TensorData } from './dtype.ts';
import { createData, integerRange } from './dtype.ts';
import { fromHalf, toHalf } from './half.ts';
import { formatShape, sizeOf } from './shape.ts';

export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/**
 * A tensor as numbers in 64-bit floats, whatever its dtype: what the reference computes with.
 * Integers are exact up to 2^53; bool is 0 or 1.
 */
export interface Numbers {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** @throws DecantError `tensor/size` when the data does not fill the shape */
export function createTensor(
  dtype: DType,
  shape: readonly number[],
  data: TensorData = createData(dtype, sizeOf(shape)),
): Tensor {
  checkLength(dtype, shape, data.length);
  return { dtype, shape, data };
}

/** A tensor from plain numbers, rounded to its dtype. */
export function tensorFrom(dtype: DType, shape: readonly number[], values: ArrayLike<number>): Tensor {
  checkLength(dtype, shape, values.length);
  return { dtype, shape, data: encodeNumbers(dtype, values) };
}

/** The elements as 64-bit floats. */
export function toNumbers(tensor: Tensor): Numbers {
  return { dtype: tensor.dtype, shape: tensor.shape, data: decodeNumbers(tensor.dtype, tensor.data) };
}

/** Rounds numbers to the tensor's dtype: floats to nearest, integers truncated and wrapped. */
export function fromNumbers(numbers: Numbers): Tensor {
  return { dtype: numbers.dtype, shape: numbers.shape, data: encodeNumbers(numbers.dtype, numbers.data) };
}

/** Typed data of a dtype as 64-bit floats. */
export function decodeNumbers(dtype: DType, data: TensorData): Float64Array {
  const out = new Float64Array(data.length);
  if (dtype === 'f16') for (let i = 0; i < out.length; i++) out[i] = fromHalf(Number(data[i]));
  else for (let i = 0; i < out.length; i++) out[i] = Number(data[i]);
  return out;
}

/** Numbers as typed data of a dtype. */
export function encodeNumbers(dtype: DType, values: ArrayLike<number>): TensorData {
  const out = createData(dtype, values.length);
  if (out instanceof BigInt64Array) for (let i = 0; i < out.length; i++) out[i] = toBigInt(values[i]);
  else if (dtype === 'f16') for (let i = 0; i < out.length; i++) out[i] = toHalf(values[i]);
  else if (dtype === 'bool') for (let i = 0; i < out.length; i++) out[i] = values[i] !== 0 ? 1 : 0;
  else for (let i = 0; i < out.length; i++) out[i] = values[i];
  return out;
}

/** An integer brought into its dtype's range as two's complement hardware would. Floats come back unchanged. */
export function wrapInteger(dtype: DType, value: number): number {
  if (dtype === 'f32' || dtype === 'f16' || dtype === 'bool' || dtype === 'i64') return value;
  const [low, high] = integerRange[dtype];
  if (value >= low && value <= high) return value;
  const span = high - low + 1;
  return ((((value - low) % span) + span) % span) + low;
}

// ---------------------------------------------------------------------------------------------

function toBigInt(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

function checkLength(dtype: DType, shape: readonly number[], length: number): void {
  if (length === sizeOf(shape)) return;
  throw new DecantError(
    'tensor/size',
    `A ${dtype} tensor of ${formatShape(shape)} holds ${sizeOf(shape)} values, but ${length} were given.`,
    { dtype, shape, length },
  );
}
