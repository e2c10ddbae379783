/** Sin: the sine of X in radians. https://onnx.ai/onnx/operators/onnx__Sin.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const sin = defineOperator({
  name: 'Sin',
  domain: '',
  since: 7,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.sin),
  gradient: gradientOfOne(({ mul, cos, g, x }) => mul(g, cos(x))),
  decomposition: primitive,
});
