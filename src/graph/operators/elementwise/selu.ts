/**
 * Selu: gamma X where X > 0, else gamma alpha (e^X - 1). Klambauer et al., 2017, arXiv:1706.02515.
 * https://onnx.ai/onnx/operators/onnx__Selu.html
 */
import { defineOperator, float, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const selu = defineOperator({
  name: 'Selu',
  domain: '',
  since: 6,
  attributes: { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(4),
  reference: ({ input, outputs, attributes: { alpha, gamma } }) =>
    mapUnary(input(0), outputs[0], (x) => gamma * (x < 0 ? alpha * Math.expm1(x) : x)),
  gradient: gradientOfOne<{ alpha: number; gamma: number }>(
    ({ where, less, mul, add, g, x, y, attributes: { alpha, gamma } }) =>
      where(less(x, 0), mul(g, add(y, alpha * gamma)), mul(g, gamma)),
  ),
  decomposition: primitive,
});
