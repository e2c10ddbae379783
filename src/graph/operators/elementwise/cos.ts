/** Cos: the cosine of X in radians. https://onnx.ai/onnx/operators/onnx__Cos.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const cos = defineOperator({
  name: 'Cos',
  domain: '',
  since: 7,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.cos),
  gradient: gradientOfOne(({ mul, sin, neg, g, x }) => neg(mul(g, sin(x)))),
  decomposition: primitive,
});
