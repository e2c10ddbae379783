/** Sign: -1, 0 or 1. https://onnx.ai/onnx/operators/onnx__Sign.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferBroadcast, mapUnary } from './elementwise.ts';

export const sign = defineOperator({
  name: 'Sign',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], Math.sign),
  gradient: notDifferentiable('its derivative is zero wherever it exists'),
  decomposition: primitive,
});
