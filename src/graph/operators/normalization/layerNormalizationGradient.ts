/**
 * LayerNormalizationGradient: what arrives at a LayerNormalization's result as gradients of X, Scale and Bias, in one
 * pass over the rows. Ba, Kiros and Hinton, 2016, arXiv:1607.06450; the moments are computed anew from X.
 *
 * Inputs: g of X's shape; X; Scale of a row's shape, the axes from `axis` on. Outputs: dX; dScale; dBias.
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, int, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { reduceTo } from '../reduceTo.ts';
import { axesFrom } from './axesFrom.ts';
import type { RowAttributes } from './rowGradient.ts';
import { flopsOfRowGradient, inferRowGradient, rowGradient } from './rowGradient.ts';
import { normalizeGradient, normalizeNodes } from './statistics.ts';

export const layerNormalizationGradient = defineOperator({
  name: 'LayerNormalizationGradient',
  domain: 'decant',
  since: 1,
  attributes: { axis: int(-1), epsilon: float(1e-5) },
  arity: [3, 3],
  infer: (context) => inferRowGradient(context, 3),
  flops: flopsOfRowGradient,
  reference: (context: ReferenceContext<RowAttributes>): Numbers[] => rowGradient(context, true),
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed<RowAttributes>((context) => {
    const [, , scale] = context.inputs;
    return layerGradientNodes(context, scale).slice(0, context.outputs.length);
  }),
});

/**
 * The gradients as plain nodes, for scales and biases of any shape that broadcasts.
 *
 * @param bias the value whose shape the bias's gradient has
 * @returns names of dX, dScale and dBias
 */
export function layerGradientNodes(context: RewriteContext<RowAttributes>, bias: string): string[] {
  const { type, inputs, attributes } = context;
  const [g, x, scale] = inputs;
  const axes = axesFrom(attributes.axis, type(x).shape.length);
  const { mul } = arithmetic(context.builder, type(x).dtype);
  const unit = normalizeNodes(context, x, axes, attributes.epsilon);
  return [
    normalizeGradient(context, mul(g, scale), unit, axes),
    reduceTo(context, mul(g, unit.value), scale),
    reduceTo(context, g, bias),
  ];
}
