/**
 * The element types of values, as rows of data. Packed weights are not dtypes: they are storage
 * (see `packed.ts`); the value that they stand for keeps a float dtype.
 */
import { DecantError } from '../core/errors.ts';

export const dtypes = {
  f32: { kind: 'float', bits: 32, array: Float32Array, words: '32-bit float' },
  f16: { kind: 'float', bits: 16, array: Uint16Array, words: '16-bit float' },
  i32: { kind: 'integer', bits: 32, array: Int32Array, words: '32-bit integer' },
  i64: { kind: 'integer', bits: 64, array: BigInt64Array, words: '64-bit integer' },
  u32: { kind: 'integer', bits: 32, array: Uint32Array, words: '32-bit unsigned integer' },
  i8: { kind: 'integer', bits: 8, array: Int8Array, words: '8-bit integer' },
  u8: { kind: 'integer', bits: 8, array: Uint8Array, words: '8-bit unsigned integer' },
  i4: { kind: 'integer', bits: 4, array: Int8Array, words: '4-bit integer' },
  u4: { kind: 'integer', bits: 4, array: Uint8Array, words: '4-bit unsigned integer' },
  bool: { kind: 'bool', bits: 8, array: Uint8Array, words: 'boolean' },
} as const;

export type DType = keyof typeof dtypes;
export type FloatDType = 'f32' | 'f16';

/** The typed array that holds a dtype: f16 as its bits, i4 and u4 one value a byte, bool as 0 or 1. */
export type TensorData =
  | Float32Array<ArrayBufferLike>
  | Uint16Array<ArrayBufferLike>
  | Int32Array<ArrayBufferLike>
  | BigInt64Array<ArrayBufferLike>
  | Uint32Array<ArrayBufferLike>
  | Int8Array<ArrayBufferLike>
  | Uint8Array<ArrayBufferLike>;

/** Least and greatest value of each integer dtype. */
export const integerRange: Readonly<Record<Exclude<DType, FloatDType>, readonly [number, number]>> = {
  i32: [-2147483648, 2147483647],
  i64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  u32: [0, 4294967295],
  i8: [-128, 127],
  u8: [0, 255],
  i4: [-8, 7],
  u4: [0, 15],
  bool: [0, 1],
};

/** f32 or f16. */
export const isFloat = (dtype: DType): dtype is FloatDType => dtypes[dtype].kind === 'float';

/** Bytes that `count` elements take when packed tightly (two i4 a byte, rounded up). */
export const bytesOf = (dtype: DType, count: number): number => Math.ceil((count * dtypes[dtype].bits) / 8);

/**
 * A zeroed array for `count` elements.
 *
 * @throws DecantError `tensor/too-large` when one array, or this machine's memory, does not hold them
 */
export function createData(dtype: DType, count: number): TensorData {
  try {
    return new dtypes[dtype].array(count);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const bytes = count * dtypes[dtype].array.BYTES_PER_ELEMENT;
    throw new DecantError(
      'tensor/too-large',
      `${count} values of ${dtype} take ${bytes} bytes, which this browser does not give at once. Use a smaller batch or a smaller input.`,
      { dtype, count, bytes },
    );
  }
}

/** @throws DecantError `tensor/dtype` when the name is not one of ours */
export function parseDType(name: string): DType {
  if (Object.hasOwn(dtypes, name)) return name as DType;
  throw new DecantError(
    'tensor/dtype',
    `"${name}" is not an element type that Decant computes with; it knows ${Object.keys(dtypes).join(', ')}.`,
    { name },
  );
}
