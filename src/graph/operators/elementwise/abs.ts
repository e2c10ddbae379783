/** Abs: |X|. The gradient at 0 is 0. https://onnx.ai/onnx/operators/onnx__Abs.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapUnary } from './elementwise.ts';

export const abs = defineOperator({
  name: 'Abs',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.abs),
  gradient: gradientOfOne(({ mul, sign, g, x }) => mul(g, sign(x))),
  decomposition: primitive,
});
