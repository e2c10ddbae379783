/**
 * Softplus: log(1 + e^X), computed so that it does not overflow. https://onnx.ai/onnx/operators/onnx__Softplus.html
 */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const softplus = defineOperator({
  name: 'Softplus',
  domain: '',
  since: 1,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(4),
  reference: ({ input, outputs }) =>
    mapUnary(input(0), outputs[0], (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  gradient: gradientOfOne(({ mul, sigmoid, g, x }) => mul(g, sigmoid(x))),
  decomposition: primitive,
});
