/** Ceil: the smallest whole number that is at least X. https://onnx.ai/onnx/operators/onnx__Ceil.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';
import { roundToFloat } from './roundToFloat.ts';

export const ceil = defineOperator({
  name: 'Ceil',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) =>
    mapUnary(input(0), outputs[0], (x) => Math.ceil(roundToFloat(outputs[0].dtype, x))),
  gradient: notDifferentiable('its derivative is zero wherever it exists'),
  decomposition: primitive,
});
