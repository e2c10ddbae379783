/** The gradient of a reduction: what arrives for a reduced value, spread over the elements that it was made of. */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Gradient, GradientContext, RewriteContext } from '../../operator.ts';
import { differentiable } from '../../operator.ts';
import type { Arithmetic } from '../arithmetic.ts';
import { arithmetic } from '../arithmetic.ts';
import { expandTo, sizeOfValue } from '../expandTo.ts';
import type { ReduceAttributes } from './axes.ts';
import { axesOf } from './axes.ts';

/** What the derivative of a reduction is written with. Reduced values keep their axes, so that they broadcast to x. */
export interface ReducedPoint extends Arithmetic {
  readonly g: string;
  readonly x: string;
  readonly y: string;
  /** How many elements each reduced value was made of, in the dtype of x. */
  count(): string;
  /** Reduces a value of x's shape along the same axes. */
  reduce(operator: 'ReduceSum' | 'ReduceProd', value: string): string;
}

/** The gradient of a Reduce operator; the result is expanded to the shape of x. */
export function gradientOfReduction(derive: (point: ReducedPoint) => string): Gradient<ReduceAttributes> {
  return differentiable((context: GradientContext<ReduceAttributes>) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    return [expandTo(context, derive(pointOf(context, g)), context.inputs[0])];
  });
}

/** The axes that a reducing node reduces; they are known, or its types would not be. */
export function knownAxes({ builder, type, inputs, attributes }: RewriteContext<ReduceAttributes>): number[] {
  const [x, axes] = inputs;
  return axesOf(axes ? builder.known(axes)?.data : undefined, type(x).shape.length, attributes);
}

/** Adds a reduction along given axes that keeps them; without axes the value comes back as it is. */
export function reduceAlong(
  { builder }: Pick<RewriteContext, 'builder'>,
  operator: 'ReduceSum' | 'ReduceProd' | 'ReduceMean' | 'ReduceMax',
  value: string,
  axes: readonly number[],
): string {
  return axes.length ? builder.add(operator, [value, builder.ints(axes)], { keepdims: 1 }) : value;
}

/** How many elements of `x` along `axes` each element of `reduced` was made of, as a scalar in the dtype of x. */
export function countAlong(
  { builder, type }: Pick<RewriteContext, 'builder' | 'type'>,
  x: string,
  reduced: string,
  axes: readonly number[],
): string {
  const { dtype, shape } = type(x);
  const dims = axes.map((axis) => shape[axis]);
  if (dims.every((dim) => typeof dim === 'number')) return builder.scalar(sizeOf(dims), dtype);
  const sizes = [x, reduced].map((value) => sizeOfValue({ builder, type }, value));
  return builder.add('Cast', [builder.add('Div', sizes)], { to: dtype });
}

// ---------------------------------------------------------------------------------------------

function pointOf(context: GradientContext<ReduceAttributes>, g: string): ReducedPoint {
  const { builder, type, inputs, outputs, attributes } = context;
  const [x] = inputs;
  const axes = knownAxes(context);
  const kept = (value: string) =>
    attributes.keepdims || axes.length === 0 ? value : builder.add('Unsqueeze', [value, builder.ints(axes)]);
  return {
    ...arithmetic(builder, type(x).dtype),
    g: kept(g),
    x,
    y: kept(outputs[0]),
    count: () => countAlong(context, x, outputs[0], axes),
    reduce: (operator, value) => reduceAlong(context, operator, value, axes),
  };
}
