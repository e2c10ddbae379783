/** Reciprocal: 1 / X. https://onnx.ai/onnx/operators/onnx__Reciprocal.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const reciprocal = defineOperator({
  name: 'Reciprocal',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => 1 / x),
  gradient: gradientOfOne(({ mul, neg, g, y }) => neg(mul(g, mul(y, y)))),
  decomposition: primitive,
});
