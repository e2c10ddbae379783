/** Add: A + B with broadcasting. https://onnx.ai/onnx/operators/onnx__Add.html */
import { addDims } from '../../../tensor/dims.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { dimsOfTwo, flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const add = defineOperator({
  name: 'Add',
  domain: '',
  since: 14,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  dims: dimsOfTwo(addDims),
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => a + b),
  gradient: gradientOfMany(({ g }) => [() => g, () => g]),
  decomposition: primitive,
});
