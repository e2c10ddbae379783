/** Gather and its kin, and OneHot. Rows of packed and of 16-bit matrices are widened inside the kernel. */
import { groupsPerRow, wordsPerRow } from '../../../../tensor/packed.ts';
import { normalizeAxis, sizeOf, stridesOf } from '../../../../tensor/shape.ts';
import type { ValueRef } from '../../bufferRef.ts';
import { gather } from '../../kernels/movement/gather.ts';
import { gatherHalf } from '../../kernels/movement/gatherHalf.ts';
import { gatherPacked } from '../../kernels/movement/gatherPacked.ts';
import { oneHot } from '../../kernels/movement/oneHot.ts';
import type { LoweringContext } from '../lowering.ts';
import type { IndexedPlaces } from './indexed.ts';
import { indexedCall, shapeOf } from './indexed.ts';

export function lowerGather(context: LoweringContext): void {
  const [table, indices] = [shapeOf(context, 0), shapeOf(context, 1)];
  const axis = normalizeAxis(context.int('axis'), table.length);
  const storage = context.storage(0);
  if (storage?.kind === 'packed' && axis === 0 && storage.orientation === 'rows') lowerPackedRows(context);
  else if (storage?.kind === 'dense' && storage.dtype === 'f16' && axis === 0) lowerHalfRows(context, table);
  else emitGather(context, slicePlaces(table, axis, sizeOf(indices)));
}

/** Places of `count` slices of an axis. */
function slicePlaces(table: readonly number[], axis: number, count: number): IndexedPlaces {
  const outer = sizeOf(table.slice(0, axis));
  const width = stridesOf(table)[axis];
  return {
    tupleInner: width,
    tupleCount: count,
    base: { shape: [outer, count, width], strides: [table[axis] * width, 0, 1] },
    tuple: [{ size: table[axis], stride: width }],
  };
}

export function lowerGatherElements(context: LoweringContext): void {
  const [table, indices] = [shapeOf(context, 0), shapeOf(context, 1)];
  emitGather(context, elementPlaces(table, indices, context.int('axis')));
}

export function lowerGatherND(context: LoweringContext): void {
  const [table, indices] = [shapeOf(context, 0), shapeOf(context, 1)];
  const batch = context.int('batch_dims');
  const length = indices[indices.length - 1];
  const strides = stridesOf(table);
  const width = sizeOf(table.slice(batch + length));
  const tuples = sizeOf(indices.slice(batch, -1));
  emitGather(context, {
    tupleInner: width,
    tupleCount: sizeOf(indices.slice(0, -1)),
    base: {
      shape: [sizeOf(table.slice(0, batch)), tuples, width],
      strides: [sizeOf(table.slice(batch)), 0, 1],
    },
    tuple: tupleAxes(table, strides, batch, length),
  });
}

/** Places that GatherElements reads and ScatterElements writes. */
export function elementPlaces(table: readonly number[], indices: readonly number[], attribute: number): IndexedPlaces {
  const axis = normalizeAxis(attribute, table.length);
  const strides = stridesOf(table);
  return {
    tupleInner: 1,
    tupleCount: sizeOf(indices),
    base: { shape: indices, strides: strides.with(axis, 0) },
    tuple: [{ size: table[axis], stride: strides[axis] }],
  };
}

/** The axes that tuples of a length name, after some batch axes. */
export const tupleAxes = (table: readonly number[], strides: readonly number[], batch: number, length: number) =>
  Array.from({ length }, (_, k) => ({ size: table[batch + k], stride: strides[batch + k] }));

export function lowerOneHot(context: LoweringContext): void {
  const indices = context.input(0);
  const output = context.output(0);
  const axis = normalizeAxis(context.int('axis'), output.shape.length);
  context.emit(oneHot, {
    types: { Index: indices.element },
    params: { count: output.count, depth: output.shape[axis], inner: stridesOf(output.shape)[axis] },
    bindings: { indices, off_on: context.input(2), marks: output },
  });
}

// ---------------------------------------------------------------------------------------------

function emitGather(context: LoweringContext, places: IndexedPlaces): void {
  const output = context.output(0);
  const { constants, params } = indexedCall(places, output.count);
  const bindings = { source: context.input(0), indices: indicesOf(context), gathered: output };
  context.emit(gather, { constants, params, bindings });
}

export function indicesOf(context: LoweringContext): ValueRef {
  const indices = context.input(1);
  return indices.element === 'i32'
    ? indices
    : context.fail(`its indices are ${indices.dtype}; they should be integers.`);
}

function lowerPackedRows(context: LoweringContext): void {
  const { layout, codes, scales, zeroPoints } = context.packed(0);
  const output = context.output(0);
  context.emit(gatherPacked, {
    constants: {
      BITS: layout.bits,
      HALF_SCALES: layout.scaleDType === 'f16' ? 1 : 0,
      SYMMETRIC: layout.symmetric ? 1 : 0,
    },
    params: {
      count: output.count,
      columns: layout.columns,
      rows: layout.rows,
      row_words: wordsPerRow(layout),
      scales_per_row: layout.strategy === 'tensor' ? 0 : groupsPerRow(layout),
      group_size: layout.strategy === 'group' ? layout.groupSize : layout.columns,
    },
    bindings: {
      codes,
      scales,
      zero_points: zeroPoints ?? context.unused,
      indices: indicesOf(context),
      gathered: output,
    },
  });
}

function lowerHalfRows(context: LoweringContext, shape: readonly number[]): void {
  const output = context.output(0);
  context.emit(gatherHalf, {
    params: { count: output.count, columns: sizeOf(shape.slice(1)), rows: shape[0] },
    bindings: { halves: context.half(0), indices: indicesOf(context), gathered: output },
  });
}
