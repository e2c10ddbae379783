/** An axis of a tensor seen as rows: every element along it, for each position of the others. */
import { normalizeAxis, sizeOf } from '../../../tensor/shape.ts';

export interface Rows {
  readonly count: number;
  /** Elements of a row. */
  readonly length: number;
  /** Distance of its elements. */
  readonly inner: number;
}

export function rowsAlong(shape: readonly number[], attribute: number): Rows {
  if (shape.length === 0) return { count: 1, length: 1, inner: 1 };
  const axis = normalizeAxis(attribute, shape.length);
  const inner = sizeOf(shape.slice(axis + 1));
  return { count: sizeOf(shape.slice(0, axis)) * inner, length: shape[axis], inner };
}

/**
 * Whether a workgroup should work on each row rather than a thread: for long rows when there are too few of them to
 * fill a GPU. Never on a software adapter, where a barrier costs more than a row (measured on SwiftShader: 256 rows of
 * 256 take 1 ms by threads, 370 ms by workgroups).
 */
export function preferGroups({ count, length }: Pick<Rows, 'count' | 'length'>, software: boolean): boolean {
  return !software && length >= 64 && count < 16384;
}
