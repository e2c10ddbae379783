/** Which scale belongs to which element: one for all, one an axis position, or one a block along an axis. */
import type { Dim } from '../../../tensor/shape.ts';
import { formatShape, normalizeAxis, sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { InferContext } from '../../operator.ts';
import { int } from '../../operator.ts';

export const scalingAttributes = { axis: int(1), block_size: int(0) } as const;

export interface ScalingAttributes {
  readonly axis: number;
  /** Elements along the axis that share a scale; 0 when scales are not given in blocks. */
  readonly block_size: number;
}

/** Refuses scales (and zero points) whose shape does not fit the tensor. */
export function checkScaling(context: InferContext<ScalingAttributes>): void {
  const x = context.input(0).shape;
  const scale = context.input(1).shape;
  const zero = context.inputs[2]?.shape;
  if (zero && !(isSingle(zero) && isSingle(scale)) && !compatible(zero, scale))
    context.fail(`the zero points are ${formatShape(zero)}, but the scales ${formatShape(scale)}; they must agree.`);
  if (context.attributes.block_size > 0) checkBlocks(context, x, scale);
  else if (!isSingle(scale)) checkAxis(context, x, scale);
}

/** For a position in the tensor (row-major), the position of its scale. */
export function scalePositions(
  shape: readonly number[],
  scale: readonly number[],
  { axis: attribute, block_size: block }: ScalingAttributes,
): (position: number) => number {
  if (sizeOf(scale) === 1) return () => 0;
  const axis = normalizeAxis(attribute, shape.length);
  const inner = sizeOf(shape.slice(axis + 1));
  const size = shape[axis];
  if (scale.length < 2 && block === 0) return (position) => Math.floor(position / inner) % size;
  const [outerStep, blockStep] = [stridesOf(scale)[axis] * scale[axis], stridesOf(scale)[axis]];
  return (position) => {
    const outer = Math.floor(position / (inner * size));
    const along = Math.floor(position / inner) % size;
    return outer * outerStep + Math.floor(along / block) * blockStep + (position % inner);
  };
}

/** The zero point of a scale, 0 where there is none. */
export const zeroAt = (zeros: Numbers | undefined, position: number): number =>
  zeros ? zeros.data[zeros.data.length === 1 ? 0 : position] : 0;

// ---------------------------------------------------------------------------------------------

const isSingle = (shape: readonly Dim[]): boolean => shape.every((dim) => dim === 1);

function checkAxis(context: InferContext<ScalingAttributes>, x: readonly Dim[], scale: readonly Dim[]): void {
  const axis = normalizeAxis(context.attributes.axis, x.length);
  if (scale.length !== 1 || !compatible(scale, [x[axis]]))
    context.fail(`the scales are ${formatShape(scale)}; axis ${axis} of ${formatShape(x)} takes ${x[axis]} of them.`);
}

function checkBlocks(context: InferContext<ScalingAttributes>, x: readonly Dim[], scale: readonly Dim[]): void {
  const axis = normalizeAxis(context.attributes.axis, x.length);
  const { block_size: block } = context.attributes;
  const wanted = x.map((dim, i) => (i === axis && typeof dim === 'number' ? Math.ceil(dim / block) : dim));
  if (typeof x[axis] === 'string' || !compatible(scale, wanted))
    context.fail(
      `the scales are ${formatShape(scale)}; blocks of ${block} along axis ${axis} take ${formatShape(wanted)}.`,
    );
}

const compatible = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i] || typeof dim === 'string' || typeof b[i] === 'string');
