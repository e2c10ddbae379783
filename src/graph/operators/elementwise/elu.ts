/** Elu: X where X > 0, else alpha (e^X - 1). https://onnx.ai/onnx/operators/onnx__Elu.html */
import { defineOperator, float, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const elu = defineOperator({
  name: 'Elu',
  domain: '',
  since: 6,
  attributes: { alpha: float(1) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(3),
  reference: ({ input, outputs, attributes: { alpha } }) =>
    mapUnary(input(0), outputs[0], (x) => (x < 0 ? alpha * Math.expm1(x) : x)),
  gradient: gradientOfOne<{ alpha: number }>(({ where, less, mul, add, g, x, y, attributes: { alpha } }) =>
    where(less(x, 0), mul(g, add(y, alpha)), g),
  ),
  decomposition: primitive,
});
