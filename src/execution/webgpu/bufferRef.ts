/**
 * A place on the GPU before it has a buffer: a value of the graph, a prepared constant, or scratch memory. Lowerings
 * pass these around; the memory plan gives each its buffer and byte offset. Not a GPUBuffer, so plans can be made and
 * compared without a device.
 */
import type { DType } from '../../tensor/dtype.ts';

/** How the elements lie on the GPU: one 32-bit word each. f16 is widened to f32; narrow integers to i32; bool to u32. */
export type ElementType = 'f32' | 'i32' | 'u32';

export type BufferKind =
  /** Written by a kernel, or an input of the graph; lives from first to last use. */
  | 'transient'
  /** Uploaded when the plan is compiled, never written: parameters, prepared constants. */
  | 'constant'
  /** Keeps its value between runs. */
  | 'state';

export interface BufferRef {
  /** For labels and errors: the name of the value, or of the node and what it is for. */
  readonly name: string;
  readonly kind: BufferKind;
  readonly element: ElementType;
  /** Elements of 32 bits. */
  readonly count: number;
  /** The buffer that this is a part of, with its offset in bytes (a multiple of 256); absent for a whole one. */
  readonly part?: { readonly of: BufferRef; readonly offset: number };
}

/** A value of the graph on the GPU. */
export interface ValueRef extends BufferRef {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** The GPU class of a dtype. */
export function elementOf(dtype: DType): ElementType {
  switch (dtype) {
    case 'f32':
    case 'f16':
      return 'f32';
    case 'u32':
    case 'bool':
      return 'u32';
    case 'i32':
    case 'i64':
    case 'i8':
    case 'u8':
    case 'i4':
    case 'u4':
      return 'i32';
    default:
      return dtype satisfies never;
  }
}

/**
 * Bytes of a buffer: a multiple of 16, so that a kernel may read the last elements as a vector, and never 0, since
 * nothing of that size can be bound. What lies past the elements is undefined.
 */
export const bytesOfRef = (ref: BufferRef): number => Math.max(16, Math.ceil(ref.count / 4) * 16);

/** A part of a buffer, for weights that are larger than one binding. `offset` is in elements, a multiple of 64. */
export function partOf(ref: BufferRef, offset: number, count: number): BufferRef {
  const base = ref.part ?? { of: ref, offset: 0 };
  return { ...ref, count, part: { of: base.of, offset: base.offset + offset * 4 } };
}
