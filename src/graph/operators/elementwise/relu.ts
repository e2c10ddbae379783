/** Relu: max(0, X). The gradient at 0 is 0. https://onnx.ai/onnx/operators/onnx__Relu.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapUnary } from './elementwise.ts';

export const relu = defineOperator({
  name: 'Relu',
  domain: '',
  since: 14,
  attributes: {},
  arity: [1, 1],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => Math.max(x, 0)),
  gradient: gradientOfOne(({ where, greater, g, y }) => where(greater(y, 0), g, 0)),
  decomposition: primitive,
});
