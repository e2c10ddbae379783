/** Neg: -X. https://onnx.ai/onnx/operators/onnx__Neg.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapUnary } from './elementwise.ts';

export const neg = defineOperator({
  name: 'Neg',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => -x),
  gradient: gradientOfOne(({ neg, g }) => neg(g)),
  decomposition: primitive,
});
