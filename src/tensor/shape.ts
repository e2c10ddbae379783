/** Shapes: concrete (numbers) while running, symbolic (numbers and names) while describing. */
import { DecantError } from '../core/errors.ts';

/** A dimension that is known, or the name of one that is fixed only when the graph is compiled. */
export type Dim = number | string;

/** Elements in a concrete shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/** Row-major strides in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, stride = 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * Strides that read `shape` as if it were broadcast to `target` (0 along repeated axes).
 * `shape` must broadcast to `target`.
 */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const missing = target.length - shape.length;
  return target.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : own[axis - missing]));
}

/**
 * The shape that several shapes broadcast to (numpy's rules, as in ONNX). Names broadcast with 1 and with themselves.
 *
 * @throws DecantError `tensor/broadcast` when two dimensions differ and neither is 1
 */
export function broadcastShapes<D extends Dim>(...shapes: readonly (readonly D[])[]): D[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const dims = shapes.flatMap((shape) => (axis >= rank - shape.length ? [shape[axis - rank + shape.length]] : []));
    return broadcastDims(dims, shapes);
  });
}

/** Text of a shape for messages: "batch×3×28". */
export const formatShape = (shape: readonly Dim[]): string => (shape.length ? shape.join('×') : 'scalar');

/** True when two shapes have the same dimensions, names included. */
export function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** True when every dimension is a number. */
export function isConcrete(shape: readonly Dim[]): shape is readonly number[] {
  return shape.every((dim) => typeof dim === 'number');
}

/**
 * An axis counted from the front.
 *
 * @throws DecantError `tensor/axis` when it lies outside [-rank, rank)
 */
export function normalizeAxis(axis: number, rank: number): number {
  if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw new DecantError('tensor/axis', `Axis ${axis} lies outside a tensor of ${rank} dimensions.`, { axis, rank });
}

// ---------------------------------------------------------------------------------------------

function broadcastDims<D extends Dim>(dims: readonly D[], shapes: readonly (readonly D[])[]): D {
  let result = dims[0];
  for (const dim of dims) {
    if (dim === result || dim === 1) continue;
    if (result !== 1) {
      const text = shapes.map(formatShape).join(', ');
      throw new DecantError(
        'tensor/broadcast',
        `The shapes ${text} do not broadcast: ${result} meets ${dim}, and neither is 1.`,
        { shapes },
      );
    }
    result = dim;
  }
  return result;
}
