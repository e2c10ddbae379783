/**
 * HardSigmoid: alpha X + beta, held between 0 and 1. The gradient at the bounds is 0.
 * https://onnx.ai/onnx/operators/onnx__HardSigmoid.html
 */
import { defineOperator, float, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const hardSigmoid = defineOperator({
  name: 'HardSigmoid',
  domain: '',
  since: 6,
  attributes: { alpha: float(0.2), beta: float(0.5) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(4),
  reference: ({ input, outputs, attributes: { alpha, beta } }) =>
    mapUnary(input(0), outputs[0], (x) => Math.max(0, Math.min(1, alpha * x + beta))),
  gradient: gradientOfOne<{ alpha: number }>(({ where, and, greater, less, mul, g, y, attributes: { alpha } }) =>
    where(and(greater(y, 0), less(y, 1)), mul(g, alpha), 0),
  ),
  decomposition: primitive,
});
