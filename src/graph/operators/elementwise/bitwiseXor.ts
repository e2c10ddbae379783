/**
 * BitwiseXor: A xor B on each bit of integers, with broadcasting.
 * https://onnx.ai/onnx/operators/onnx__BitwiseXor.html
 */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { bitwise } from './bitwise.ts';
import { flopsPerElement, inferInteger, mapBinary } from './elementwise.ts';

export const bitwiseXor = defineOperator({
  name: 'BitwiseXor',
  domain: '',
  since: 18,
  attributes: {},
  arity: [2, 2],
  infer: inferInteger,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], bitwise('xor', outputs[0].dtype)),
  gradient: notDifferentiable('it works on the bits of integers'),
  decomposition: primitive,
});
