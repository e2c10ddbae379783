/** Mul: A B with broadcasting. https://onnx.ai/onnx/operators/onnx__Mul.html */
import { multiplyDims } from '../../../tensor/dims.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { dimsOfTwo, flopsPerElement, inferBroadcast, mapBinary, multiplyAs } from './elementwise.ts';

export const mul = defineOperator({
  name: 'Mul',
  domain: '',
  since: 14,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  dims: dimsOfTwo(multiplyDims),
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], multiplyAs(outputs[0].dtype)),
  gradient: gradientOfMany(({ g, mul, inputs: [a, b] }) => [() => mul(g, b), () => mul(g, a)]),
  decomposition: primitive,
});
