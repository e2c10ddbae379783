/**
 * SoftmaxGradient: what arrives at a Softmax's result as the gradient of its input, y (g - sum(g y)) along the axis, in
 * one pass over the rows. Bridle, 1990, "Probabilistic interpretation of feedforward classification network outputs".
 *
 * Inputs: g and the result y, of one shape. Output: the gradient, of that shape.
 */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext } from '../../operator.ts';
import { decomposed, defineOperator, int, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferFloat } from '../elementwise/elementwise.ts';
import { flopsPerInput, groupsOf } from './axes.ts';
import { reduceAlong } from './gradient.ts';

export const softmaxGradient = defineOperator({
  name: 'SoftmaxGradient',
  domain: 'decant',
  since: 1,
  attributes: { axis: int(-1) },
  arity: [2, 2],
  infer: inferFloat,
  flops: flopsPerInput(4),
  reference: passBack,
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed<{ axis: number }>((context) => {
    const { builder, type, inputs, attributes } = context;
    const [g, y] = inputs;
    const { mul, sub } = arithmetic(builder, type(y).dtype);
    return [mul(y, sub(g, reduceAlong(context, 'ReduceSum', mul(g, y), [attributes.axis])))];
  }),
});

// ---------------------------------------------------------------------------------------------

function passBack({ input, outputs: [{ dtype }], attributes }: ReferenceContext<{ axis: number }>): Numbers[] {
  const [g, { shape, data: y }] = [input(0).data, input(1)];
  const { starts, offsets } = groupsOf(shape, [normalizeAxis(attributes.axis, shape.length)]);
  const result = new Float64Array(y.length);
  for (const start of starts) {
    const sum = offsets.reduce((total, offset) => total + g[start + offset] * y[start + offset], 0);
    for (const offset of offsets) result[start + offset] = y[start + offset] * (g[start + offset] - sum);
  }
  return [{ dtype, shape, data: result }];
}
