/** Reductions along any axes: which elements make one result, and whether a thread or a workgroup makes it. */
import { axesOf } from '../../../../graph/operators/reduction/axes.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { reduceGroup } from '../../kernels/reduction/reduceGroup.ts';
import { reduceRow } from '../../kernels/reduction/reduceRow.ts';
import type { LoweringContext } from '../lowering.ts';
import { preferGroups } from '../rows.ts';
import { shapeClass } from '../shapeClass.ts';
import type { Reduction, Split } from './reduceParams.ts';
import { axisParams, codesOf, lengthOf, neutralOf, splitAxes } from './reduceParams.ts';

export function lowerReduce(context: LoweringContext, reduction: Reduction): void {
  const input = context.input(0);
  const attributes = { keepdims: context.int('keepdims'), noop_with_empty_axes: context.int('noop_with_empty_axes') };
  const axes = axesOf(context.known(1)?.data, input.shape.length, attributes);
  const split = splitAxes(input.shape, axes);
  if (split.kept.length > 8 || split.reduced.length > 4)
    context.fail(`its ${split.kept.length} kept and ${split.reduced.length} reduced axes do not merge to 8 and 4.`);
  const result = context.output(0);
  const { count } = result;
  const length = lengthOf(split);
  const byRow = {
    name: 'reduce_row',
    emit: () => emitRow(context, { source: input, result }, reduction, split, length),
  };
  const byGroup = { name: 'reduce_group', emit: () => emitGroups(context, input, reduction, split, length) };
  const parts = partsOf(split, count, length);
  const twice = parts
    ? [{ name: 'reduce_twice', emit: () => emitTwice(context, { source: input, result }, reduction, split, parts) }]
    : [];
  const groups = preferGroups({ count, length }, context.capabilities.software);
  const family = split.reduced.at(-1)?.stride === 1 ? 'reduce_contiguous' : 'reduce_strided';
  context.choose(
    family,
    shapeClass({ results: count, length }),
    groups ? [byGroup, ...twice, byRow] : [...twice, byRow, byGroup],
  );
}

/** The sum of all elements of a buffer: by threads in one or two steps, without barriers. */
export function emitSum(context: LoweringContext, source: BufferRef, result: BufferRef): void {
  const sum: Reduction = { map: 'none', fold: 'sum', finish: 'none' };
  const split: Split = { kept: [], reduced: [{ size: source.count, stride: 1 }] };
  const parts = partsOf(split, 1, source.count);
  if (parts) emitTwice(context, { source, result }, sum, split, parts);
  else emitRow(context, { source, result }, sum, split, source.count);
}

// ---------------------------------------------------------------------------------------------

/** @param length elements behind each result in all, which a mean is divided by */
function emitRow(
  context: LoweringContext,
  bindings: { readonly source: BufferRef; readonly result: BufferRef },
  reduction: Reduction,
  split: Split,
  length: number,
): void {
  const { dtype } = context.outputTypes[0];
  const last = bindings.result === context.output(0);
  const { element, count } = bindings.result;
  context.emit(reduceRow, {
    constants: { KEPT: split.kept.length, ...codesOf(reduction, dtype) },
    types: { Elem: element },
    params: { count, length, ...axisParams(split), initial: neutralOf(reduction, dtype) },
    bindings,
    epilogue: last ? context.epilogue : undefined,
  });
}

/** From here on a result of a single thread takes too long, and too many roundings, when few results are wanted. */
const longRow = 2048;
const fewResults = 256;

/** Into how many parts the longest reduced axis is cut: about the square root of all, dividing it; 0 for not at all. */
function partsOf({ reduced, kept }: Split, count: number, length: number): number {
  if (length < longRow || count >= fewResults || kept.length === 8) return 0;
  const longest = Math.max(...reduced.map(({ size }) => size));
  for (let parts = Math.min(longest, Math.ceil(Math.sqrt(length))); parts > 1; parts--)
    if (longest % parts === 0) return parts >= 8 ? parts : 0;
  return 0;
}

/** Partial results by threads, then their join by threads: no barriers. */
function emitTwice(
  context: LoweringContext,
  { source, result }: { readonly source: BufferRef; readonly result: BufferRef },
  reduction: Reduction,
  split: Split,
  parts: number,
): void {
  const longest = Math.max(...split.reduced.map(({ size }) => size));
  const at = split.reduced.findIndex(({ size }) => size === longest);
  const { stride } = split.reduced[at];
  const part = { size: longest / parts, stride };
  const first: Split = {
    kept: [...split.kept, { size: parts, stride: stride * part.size }],
    reduced: split.reduced.with(at, part),
  };
  const partial = context.scratch(result.element, result.count * parts, 'partial results');
  emitRow(context, { source, result: partial }, { ...reduction, finish: 'none' }, first, lengthOf(first));
  const joined: Split = { kept: [{ size: result.count, stride: parts }], reduced: [{ size: parts, stride: 1 }] };
  emitRow(context, { source: partial, result }, { ...reduction, map: 'none' }, joined, lengthOf(split));
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
  const initial = neutralOf(reduction, result.dtype);
  const first = parts === 1 ? reduction : { ...reduction, finish: 'none' as const };
  const target = parts === 1 ? result : context.scratch(result.element, result.count * parts, 'partial results');
  context.emit(reduceGroup, {
    types: { Elem: result.element },
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
    epilogue: parts === 1 ? context.epilogue : undefined,
  });
  if (parts === 1) return;
  const joined: Split = { kept: [{ size: result.count, stride: parts }], reduced: [{ size: parts, stride: 1 }] };
  emitRow(context, { source: target, result }, { ...reduction, map: 'none' }, joined, length);
}
