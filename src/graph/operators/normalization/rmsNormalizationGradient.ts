/**
 * RMSNormalizationGradient: what arrives at an RMSNormalization's result as gradients of X and Scale, in one pass over
 * the rows. Zhang and Sennrich, 2019, arXiv:1910.07467; the root mean square is computed anew from X.
 *
 * Inputs: g of X's shape; X; Scale of a row's shape, the axes from `axis` on. Outputs: dX; dScale.
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, int, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { reduceTo } from '../reduceTo.ts';
import { reduceAlong } from '../reduction/gradient.ts';
import { axesFrom } from './axesFrom.ts';
import type { RowAttributes } from './rowGradient.ts';
import { flopsOfRowGradient, inferRowGradient, rowGradient } from './rowGradient.ts';

export const rmsNormalizationGradient = defineOperator({
  name: 'RMSNormalizationGradient',
  domain: 'decant',
  since: 1,
  attributes: { axis: int(-1), epsilon: float(1e-5) },
  arity: [3, 3],
  infer: (context) => inferRowGradient(context, 2),
  flops: flopsOfRowGradient,
  reference: (context: ReferenceContext<RowAttributes>): Numbers[] => rowGradient(context, false),
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed<RowAttributes>((context) => rmsGradientNodes(context).slice(0, context.outputs.length)),
});

/**
 * The gradients as plain nodes, for a scale of any shape that broadcasts: dX = inverse (g scale - value mean(g scale
 * value)), with value = X inverse.
 *
 * @returns names of dX and dScale
 */
export function rmsGradientNodes(context: RewriteContext<RowAttributes>): string[] {
  const { type, inputs, attributes } = context;
  const [g, x, scale] = inputs;
  const { add, sub, mul, sqrt, reciprocal } = arithmetic(context.builder, type(x).dtype);
  const axes = axesFrom(attributes.axis, type(x).shape.length);
  const mean = (value: string) => reduceAlong(context, 'ReduceMean', value, axes);
  const inverse = reciprocal(sqrt(add(mean(mul(x, x)), attributes.epsilon)));
  const value = mul(x, inverse);
  const scaled = mul(g, scale);
  return [mul(inverse, sub(scaled, mul(value, mean(mul(scaled, value))))), reduceTo(context, mul(g, value), scale)];
}
