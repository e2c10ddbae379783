/** Reductions along any axes: which elements make one result, and whether a thread or a workgroup makes it. */
import { axesOf } from '../../../../graph/operators/reduction/axes.ts';
import type { DType } from '../../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../../tensor/dtype.ts';
import { stridesOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { elementOf } from '../../bufferRef.ts';
import { reduceGroup } from '../../kernels/reduction/reduceGroup.ts';
import { reduceRow } from '../../kernels/reduction/reduceRow.ts';
import type { LoweringContext } from '../lowering.ts';
import { preferGroups } from '../rows.ts';
import { strideParams } from '../views.ts';

/** What happens to each element, how two partial results are joined, and what happens to the result. */
export interface Reduction {
  readonly map: 'none' | 'abs' | 'square';
  readonly fold: 'sum' | 'max' | 'min' | 'product';
  readonly finish: 'none' | 'mean' | 'sqrt';
}

export function lowerReduce(context: LoweringContext, reduction: Reduction): void {
  const input = context.input(0);
  const attributes = { keepdims: context.int('keepdims'), noop_with_empty_axes: context.int('noop_with_empty_axes') };
  const axes = axesOf(context.known(1)?.data, input.shape.length, attributes);
  const split = splitAxes(input.shape, axes);
  if (split.kept.length > 8 || split.reduced.length > 4)
    context.fail(`its ${split.kept.length} kept and ${split.reduced.length} reduced axes do not merge to 8 and 4.`);
  const { count } = context.output(0);
  const length = split.reduced.reduce((product, { size }) => product * size, 1);
  const byRow = { name: 'reduce_row', emit: () => emitRows(context, input, reduction, split, length) };
  const byGroup = { name: 'reduce_group', emit: () => emitGroups(context, input, reduction, split, length) };
  const groups = preferGroups({ count, length }, context.capabilities.software);
  const shapeClass = `${count}x${length}${split.reduced.at(-1)?.stride === 1 ? ' contiguous' : ''}`;
  context.choose('reduce', shapeClass, groups ? [byGroup, byRow] : [byRow, byGroup]);
}

// ---------------------------------------------------------------------------------------------

interface Axis {
  readonly size: number;
  readonly stride: number;
}

/** The axes that stay and those that go, neighbours of a kind merged. */
interface Split {
  readonly kept: readonly Axis[];
  readonly reduced: readonly Axis[];
}

function splitAxes(shape: readonly number[], axes: readonly number[]): Split {
  const strides = stridesOf(shape);
  const merged: (Axis & { readonly reduced: boolean })[] = [];
  shape.forEach((size, axis) => {
    const reduced = axes.includes(axis);
    if (size === 1) return;
    const last = merged.at(-1);
    const joined = last?.reduced === reduced;
    if (joined) merged.pop();
    merged.push({ size: joined ? last.size * size : size, stride: strides[axis], reduced });
  });
  return { kept: merged.filter(({ reduced }) => !reduced), reduced: merged.filter(({ reduced }) => reduced) };
}

function emitRows(
  context: LoweringContext,
  source: BufferRef,
  reduction: Reduction,
  split: Split,
  length: number,
): void {
  const result = context.output(0);
  context.emit(reduceRow, {
    constants: { KEPT: split.kept.length, ...codesOf(reduction, result.dtype) },
    types: { Elem: result.element },
    params: { count: result.count, length, ...axisParams(split), initial: neutralOf(reduction, result.dtype) },
    bindings: { source, result },
  });
}

/** Elements that one workgroup takes at most before a result is split over several. */
const partLength = 16384;

function emitGroups(
  context: LoweringContext,
  source: BufferRef,
  reduction: Reduction,
  split: Split,
  length: number,
): void {
  const result = context.output(0);
  const parts = Math.max(1, Math.min(256, Math.ceil(length / partLength)));
  const common = { types: { Elem: result.element } };
  const initial = neutralOf(reduction, result.dtype);
  const first = parts === 1 ? reduction : { ...reduction, finish: 'none' as const };
  const target = parts === 1 ? result : context.scratch(result.element, result.count * parts, 'partial results');
  context.emit(reduceGroup, {
    ...common,
    constants: { KEPT: split.kept.length, ...codesOf(first, result.dtype) },
    params: {
      ...axisParams(split),
      count: result.count * parts,
      length,
      initial,
      parts,
      part_length: Math.ceil(length / parts),
    },
    bindings: { source, result: target },
  });
  if (parts === 1) return;
  const joined = { kept: [{ size: result.count, stride: parts }], reduced: [{ size: parts, stride: 1 }] };
  context.emit(reduceRow, {
    ...common,
    constants: { KEPT: 1, ...codesOf({ ...reduction, map: 'none' }, result.dtype) },
    params: { ...axisParams(joined), count: result.count, length, initial },
    bindings: { source: target, result },
  });
}

function codesOf({ map, fold, finish }: Reduction, dtype: DType) {
  return {
    MAP: ['none', 'abs', 'square'].indexOf(map),
    FOLD: ['sum', 'max', 'min', 'product'].indexOf(fold),
    FINISH: ['none', 'mean', 'sqrt'].indexOf(finish),
    FLOAT: elementOf(dtype) === 'f32' ? 1 : 0,
  };
}

function axisParams({ kept, reduced }: Split) {
  const padded = [...Array.from({ length: 4 - reduced.length }, () => ({ size: 1, stride: 0 })), ...reduced];
  return {
    kept: strideParams(
      kept.map(({ size }) => size),
      kept.map(({ stride }) => stride),
    ),
    sizes: padded.map(({ size }) => size),
    strides: padded.map(({ stride }) => stride),
  };
}

/** The bits of what a fold starts from. */
function neutralOf({ fold }: Reduction, dtype: DType): number {
  const value = neutralNumber(fold, dtype);
  if (elementOf(dtype) !== 'f32') return value >>> 0;
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}

function neutralNumber(fold: Reduction['fold'], dtype: DType): number {
  switch (fold) {
    case 'sum':
      return 0;
    case 'product':
      return 1;
    case 'max':
      return isFloat(dtype) ? Number.NEGATIVE_INFINITY : dtype === 'i64' ? -(2 ** 31) : integerRange[dtype][0];
    case 'min':
      return isFloat(dtype) ? Number.POSITIVE_INFINITY : dtype === 'i64' ? 2 ** 31 - 1 : integerRange[dtype][1];
    default:
      return fold satisfies never;
  }
}
