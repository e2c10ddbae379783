/**
 * The dtypes of safetensors, as rows: how wide, what they become here, how their bytes are read.
 * https://github.com/huggingface/safetensors (Format). What Decant does not compute with is refused by name when its
 * elements are read, so that a file that holds some can still be inspected.
 */
import type { DType, TensorData } from '../../tensor/dtype.ts';
import { fromBfloat16 } from '../../tensor/half.ts';

export interface ElementType {
  readonly bits: number;
  /** The dtype that elements have here; undefined when Decant does not compute with them. */
  readonly dtype: DType | undefined;
  /** The dtype that they are stored in here; 64-bit and bfloat16 floats become f32. */
  readonly storage?: DType;
  /** Little-endian bytes, aligned and owned, to elements. */
  readonly decode?: (bytes: ArrayBuffer) => TensorData;
}

export const elementTypes: Readonly<Record<string, ElementType>> = {
  F64: { bits: 64, dtype: 'f32', storage: 'f32', decode: (bytes) => Float32Array.from(new Float64Array(bytes)) },
  F32: { bits: 32, dtype: 'f32', storage: 'f32', decode: (bytes) => new Float32Array(bytes) },
  F16: { bits: 16, dtype: 'f32', storage: 'f16', decode: (bytes) => new Uint16Array(bytes) },
  BF16: { bits: 16, dtype: 'f32', storage: 'f32', decode: decodeBfloat16 },
  I64: { bits: 64, dtype: 'i64', storage: 'i64', decode: (bytes) => new BigInt64Array(bytes) },
  I32: { bits: 32, dtype: 'i32', storage: 'i32', decode: (bytes) => new Int32Array(bytes) },
  I16: { bits: 16, dtype: 'i32', storage: 'i32', decode: (bytes) => Int32Array.from(new Int16Array(bytes)) },
  I8: { bits: 8, dtype: 'i8', storage: 'i8', decode: (bytes) => new Int8Array(bytes) },
  U32: { bits: 32, dtype: 'u32', storage: 'u32', decode: (bytes) => new Uint32Array(bytes) },
  U16: { bits: 16, dtype: 'i32', storage: 'i32', decode: (bytes) => Int32Array.from(new Uint16Array(bytes)) },
  U8: { bits: 8, dtype: 'u8', storage: 'u8', decode: (bytes) => new Uint8Array(bytes) },
  BOOL: { bits: 8, dtype: 'bool', storage: 'bool', decode: (bytes) => new Uint8Array(bytes).map((b) => (b ? 1 : 0)) },
  U64: { bits: 64, dtype: undefined },
  C64: { bits: 64, dtype: undefined },
  F8_E4M3: { bits: 8, dtype: undefined },
  F8_E5M2: { bits: 8, dtype: undefined },
  F8_E4M3FNUZ: { bits: 8, dtype: undefined },
  F8_E5M2FNUZ: { bits: 8, dtype: undefined },
  F8_E8M0: { bits: 8, dtype: undefined },
  F6_E2M3: { bits: 6, dtype: undefined },
  F6_E3M2: { bits: 6, dtype: undefined },
  F4: { bits: 4, dtype: undefined },
};

// ---------------------------------------------------------------------------------------------

function decodeBfloat16(bytes: ArrayBuffer): Float32Array {
  return Float32Array.from(new Uint16Array(bytes), fromBfloat16);
}
