/** Sub: A - B with broadcasting. https://onnx.ai/onnx/operators/onnx__Sub.html */
import { subtractDims } from '../../../tensor/dims.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { dimsOfTwo, flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const sub = defineOperator({
  name: 'Sub',
  domain: '',
  since: 14,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  dims: dimsOfTwo(subtractDims),
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => a - b),
  gradient: gradientOfMany(({ g, neg }) => [() => g, () => neg(g)]),
  decomposition: primitive,
});
