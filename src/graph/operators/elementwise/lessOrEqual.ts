/**
 * LessOrEqual: A <= B with broadcasting; false where either is NaN.
 * https://onnx.ai/onnx/operators/onnx__LessOrEqual.html
 */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferComparison, mapBinary } from './elementwise.ts';

export const lessOrEqual = defineOperator({
  name: 'LessOrEqual',
  domain: '',
  since: 16,
  attributes: {},
  arity: [2, 2],
  infer: inferComparison,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => (a <= b ? 1 : 0)),
  gradient: notDifferentiable('its output is boolean'),
  decomposition: primitive,
});
