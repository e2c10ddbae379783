/** Exp: e to the power of X. https://onnx.ai/onnx/operators/onnx__Exp.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const exp = defineOperator({
  name: 'Exp',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.exp),
  gradient: gradientOfOne(({ mul, g, y }) => mul(g, y)),
  decomposition: primitive,
});
