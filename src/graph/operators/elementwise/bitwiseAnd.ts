/**
 * BitwiseAnd: A and B on each bit of integers, with broadcasting.
 * https://onnx.ai/onnx/operators/onnx__BitwiseAnd.html
 */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { bitwise } from './bitwise.ts';
import { flopsPerElement, inferInteger, mapBinary } from './elementwise.ts';

export const bitwiseAnd = defineOperator({
  name: 'BitwiseAnd',
  domain: '',
  since: 18,
  attributes: {},
  arity: [2, 2],
  infer: inferInteger,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], bitwise('and', outputs[0].dtype)),
  gradient: notDifferentiable('it works on the bits of integers'),
  decomposition: primitive,
});
