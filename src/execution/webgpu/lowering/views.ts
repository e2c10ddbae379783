/** Strided views: what a transposition, a slice or a repetition reads, and the copy between two of them. */
import { sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { BufferRef } from '../bufferRef.ts';
import { stridedCopy } from '../kernels/movement/stridedCopy.ts';
import type { LoweringContext } from './lowering.ts';

/** Elements at offset + sum of index * stride. */
export interface View {
  readonly buffer: BufferRef;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Axes that a copy takes after neighbours were merged. */
const mostAxes = 8;

/** All of a buffer in row-major order. */
export const wholeView = (buffer: BufferRef, shape: readonly number[]): View => ({
  buffer,
  offset: 0,
  strides: stridesOf(shape),
});

/**
 * Strides of what lies in rows, when the rows are part of longer ones: what Split takes out of a tensor, what Concat puts
 * into one.
 *
 * @param strides of dimensions of these sizes over rows that follow one another
 * @param own elements of a row
 * @param whole elements of the longer row
 * @returns undefined where a dimension runs across the ends of rows
 */
export function restrided(
  sizes: readonly number[],
  strides: readonly number[],
  own: number,
  whole: number,
): readonly number[] | undefined {
  const moved = strides.map((stride, i) => {
    if (stride % own === 0) return (stride / own) * whole;
    return stride * sizes[i] <= own ? stride : undefined;
  });
  return moved.every((stride) => stride !== undefined) ? moved : undefined;
}

/** The axes that a Transpose permutes, the default (reversed) filled in. */
export function permutationOf(rank: number, perm: unknown): readonly number[] {
  return Array.isArray(perm) ? perm : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** Copies every index of `shape` from one view to the other. */
export function emitCopy(context: LoweringContext, shape: readonly number[], source: View, target: View): void {
  const merged = mergeAxes(shape, source.strides, target.strides);
  if (merged.length > mostAxes)
    context.fail(`it moves data along ${merged.length} axes that do not merge; ${mostAxes} are possible.`);
  const width = vectorWidth(merged, source.offset, target.offset);
  const scaled = merged.map((axis) => scale(axis, width));
  context.emit(stridedCopy, {
    constants: { AXES: scaled.length },
    types: { Word: width === 4 ? 'vec4<u32>' : 'u32' },
    params: {
      count: sizeOf(shape) / width,
      source_offset: source.offset / width,
      target_offset: target.offset / width,
      axes: axisParams(scaled),
    },
    bindings: { source: source.buffer, target_words: target.buffer },
  });
}

/** (inner, size, stride, 0) for each axis, as kernels take them. */
export function strideParams(shape: readonly number[], strides: readonly number[]): number[] {
  const inner = stridesOf(shape);
  return shape.flatMap((size, axis) => [inner[axis], size, strides[axis], 0]);
}

// ---------------------------------------------------------------------------------------------

interface Axis {
  readonly size: number;
  readonly source: number;
  readonly target: number;
}

function mergeAxes(shape: readonly number[], source: readonly number[], target: readonly number[]): Axis[] {
  const merged: Axis[] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const last = merged.at(-1);
    const joined = last && last.source === source[i] * size && last.target === target[i] * size;
    if (joined) merged.pop();
    merged.push({ size: joined ? last.size * size : size, source: source[i], target: target[i] });
  });
  return merged;
}

/** Four neighbours move at once where the innermost axis is contiguous on both sides and everything is aligned. */
function vectorWidth(axes: readonly Axis[], sourceOffset: number, targetOffset: number): 1 | 4 {
  const last = axes.at(-1);
  const contiguous = last?.source === 1 && last.target === 1 && last.size % 4 === 0;
  const outer = axes.slice(0, -1);
  const aligned = [sourceOffset, targetOffset, ...outer.flatMap(({ source, target }) => [source, target])];
  return contiguous && aligned.every((number) => number % 4 === 0) ? 4 : 1;
}

function scale(axis: Axis, width: 1 | 4): Axis {
  if (width === 1) return axis;
  const { size, source, target } = axis;
  return source === 1 ? { size: size / 4, source: 1, target: 1 } : { size, source: source / 4, target: target / 4 };
}

function axisParams(axes: readonly Axis[]): number[] {
  const inner = stridesOf(axes.map(({ size }) => size));
  return axes.flatMap(({ size, source, target }, i) => [inner[i], size, source, target]);
}
