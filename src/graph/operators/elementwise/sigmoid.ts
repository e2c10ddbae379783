/** Sigmoid: 1 / (1 + e^-X). https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const sigmoid = defineOperator({
  name: 'Sigmoid',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(3),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => 1 / (1 + Math.exp(-x))),
  gradient: gradientOfOne(({ mul, sub, g, y }) => mul(g, mul(y, sub(1, y)))),
  decomposition: primitive,
});
