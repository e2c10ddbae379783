/** What every reduction shares: which axes, the shape that is left, and a walk over what is reduced to each element. */
import type { Dim } from '../../../tensor/shape.ts';
import { normalizeAxis, sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, CostContext, InferContext, ReferenceContext } from '../../operator.ts';
import { int } from '../../operator.ts';

export interface ReduceAttributes {
  readonly keepdims: number;
  readonly noop_with_empty_axes: number;
}

/** Attributes of every Reduce operator; the axes are its second input. */
export const reduceAttributes = { keepdims: int(1), noop_with_empty_axes: int(0) };

/** The axes that are reduced, counted from the front, in rising order. Without axes all are, or none if asked so. */
export function axesOf(given: ArrayLike<number> | undefined, rank: number, attributes: ReduceAttributes): number[] {
  if (given?.length) return [...new Set(Array.from(given, (axis) => normalizeAxis(axis, rank)))].sort((a, b) => a - b);
  return attributes.noop_with_empty_axes ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** The shape that a reduction leaves. */
export function reducedShape<D extends Dim>(shape: readonly D[], axes: readonly number[], keepdims: number): (D | 1)[] {
  return shape.flatMap((dim, axis): (D | 1)[] => (axes.includes(axis) ? (keepdims ? [1] : []) : [dim]));
}

/** Shape rule of a Reduce operator, in the dtype of its input. */
export function inferReduce(context: InferContext<ReduceAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const given = context.constant(1)?.data;
  if (context.inputs[1] && !given) context.fail('its axes are computed while running; they must be known before.');
  const axes = axesOf(given, shape.length, context.attributes);
  return [{ dtype, shape: reducedShape(shape, axes, context.attributes.keepdims) }];
}

/** `perElement` floating-point operations for each element of the input. */
export const flopsPerInput =
  (perElement: number) =>
  ({ inputs }: Pick<CostContext, 'inputs'>): number =>
    perElement * sizeOf(inputs[0]?.shape ?? []);

/** Folds what is reduced to each element, from `start`, and finishes with the sum and the number of terms. */
export function reduce(
  { input, inputs, outputs: [output], attributes }: ReferenceContext<ReduceAttributes>,
  start: number,
  fold: (sum: number, x: number) => number,
  finish: (sum: number, count: number) => number = (sum) => sum,
): Numbers[] {
  const { shape, data } = input(0);
  const groups = groupsOf(shape, axesOf(inputs[1]?.data, shape.length, attributes));
  const reduced = groups.starts.map((from) => {
    let sum = start;
    for (const offset of groups.offsets) sum = fold(sum, data[from + offset]);
    return finish(sum, groups.offsets.length);
  });
  return [numbersOf(output, reduced)];
}

/** Numbers of a type; integers wrap. */
export function numbersOf(type: ConcreteType, values: Iterable<number>): Numbers {
  return {
    dtype: type.dtype,
    shape: type.shape,
    data: Float64Array.from(values, (value) => wrapInteger(type.dtype, value)),
  };
}

/** Where each group of elements along some axes starts, and the offsets of its members from there. */
export interface Groups {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** Splits the positions of a tensor into groups along `axes`; starts are in row-major order of the other axes. */
export function groupsOf(shape: readonly number[], axes: readonly number[]): Groups {
  const all = shape.map((_, axis) => axis);
  return {
    starts: positionsAlong(
      shape,
      all.filter((axis) => !axes.includes(axis)),
    ),
    offsets: positionsAlong(
      shape,
      all.filter((axis) => axes.includes(axis)),
    ),
  };
}

// ---------------------------------------------------------------------------------------------

function positionsAlong(shape: readonly number[], axes: readonly number[]): number[] {
  const strides = stridesOf(shape);
  let positions = [0];
  for (const axis of axes)
    positions = positions.flatMap((position) =>
      Array.from({ length: shape[axis] }, (_, i) => position + i * strides[axis]),
    );
  return positions;
}
