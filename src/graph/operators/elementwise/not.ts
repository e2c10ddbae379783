/** Not: the opposite truth value. https://onnx.ai/onnx/operators/onnx__Not.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferBoolean, mapUnary } from './elementwise.ts';

export const not = defineOperator({
  name: 'Not',
  domain: '',
  since: 1,
  attributes: {},
  arity: [1, 1],
  infer: inferBoolean,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => (x === 0 ? 1 : 0)),
  gradient: notDifferentiable('its output is boolean'),
  decomposition: primitive,
});
