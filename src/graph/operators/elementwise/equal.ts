/** Equal: A = B with broadcasting; false where either is NaN. https://onnx.ai/onnx/operators/onnx__Equal.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferComparison, mapBinary } from './elementwise.ts';

export const equal = defineOperator({
  name: 'Equal',
  domain: '',
  since: 19,
  attributes: {},
  arity: [2, 2],
  infer: inferComparison,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => (a === b ? 1 : 0)),
  gradient: notDifferentiable('its output is boolean'),
  decomposition: primitive,
});
