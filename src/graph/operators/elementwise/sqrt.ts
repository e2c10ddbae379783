/** Sqrt: the square root of X; NaN for negative numbers. https://onnx.ai/onnx/operators/onnx__Sqrt.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const sqrt = defineOperator({
  name: 'Sqrt',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.sqrt),
  gradient: gradientOfOne(({ mul, div, g, y }) => div(mul(g, 0.5), y)),
  decomposition: primitive,
});
