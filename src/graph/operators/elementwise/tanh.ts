/** Tanh: the hyperbolic tangent of X. https://onnx.ai/onnx/operators/onnx__Tanh.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const tanh = defineOperator({
  name: 'Tanh',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.tanh),
  gradient: gradientOfOne(({ mul, sub, g, y }) => mul(g, sub(1, mul(y, y)))),
  decomposition: primitive,
});
