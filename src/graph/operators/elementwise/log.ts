/** Log: the natural logarithm of X. https://onnx.ai/onnx/operators/onnx__Log.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const log = defineOperator({
  name: 'Log',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.log),
  gradient: gradientOfOne(({ div, g, x }) => div(g, x)),
  decomposition: primitive,
});
