/**
 * Div: A / B with broadcasting; integers round toward zero, and division of an integer by zero gives 0.
 * https://onnx.ai/onnx/operators/onnx__Div.html
 */
import { divideDims, floorDivideDim } from '../../../tensor/dims.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { dimsOfTwo, flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const div = defineOperator({
  name: 'Div',
  domain: '',
  since: 14,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  dims: dimsOfTwo((a, b) => (typeof b === 'number' && b > 0 ? floorDivideDim(a, b) : divideDims(a, b))),
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) =>
    mapBinary(
      input(0),
      input(1),
      outputs[0],
      isFloat(outputs[0].dtype) ? (a, b) => a / b : (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
    ),
  gradient: gradientOfMany(({ g, mul, div, neg, inputs: [, b], y }) => [() => div(g, b), () => neg(div(mul(g, y), b))]),
  decomposition: primitive,
});
