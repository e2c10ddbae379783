/** And: true where both are, with broadcasting. https://onnx.ai/onnx/operators/onnx__And.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferBoolean, mapBinary } from './elementwise.ts';

export const and = defineOperator({
  name: 'And',
  domain: '',
  since: 7,
  attributes: {},
  arity: [2, 2],
  infer: inferBoolean,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => (a && b ? 1 : 0)),
  gradient: notDifferentiable('its output is boolean'),
  decomposition: primitive,
});
