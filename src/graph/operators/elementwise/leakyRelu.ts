/** LeakyRelu: X where X >= 0, else alpha X. https://onnx.ai/onnx/operators/onnx__LeakyRelu.html */
import { defineOperator, float, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const leakyRelu = defineOperator({
  name: 'LeakyRelu',
  domain: '',
  since: 16,
  attributes: { alpha: float(0.01) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(2),
  reference: ({ input, outputs, attributes: { alpha } }) =>
    mapUnary(input(0), outputs[0], (x) => (x < 0 ? alpha * x : x)),
  gradient: gradientOfOne<{ alpha: number }>(({ where, less, mul, g, x, attributes: { alpha } }) =>
    where(less(x, 0), mul(g, alpha), g),
  ),
  decomposition: primitive,
});
