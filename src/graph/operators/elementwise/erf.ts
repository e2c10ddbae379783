/** Erf: the Gauss error function of X. https://onnx.ai/onnx/operators/onnx__Erf.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';
import { errorFunction } from './errorFunction.ts';

export const erf = defineOperator({
  name: 'Erf',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(8),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], errorFunction),
  gradient: gradientOfOne(({ mul, exp, neg, g, x }) => mul(mul(g, 2 / Math.sqrt(Math.PI)), exp(neg(mul(x, x))))),
  decomposition: primitive,
});
