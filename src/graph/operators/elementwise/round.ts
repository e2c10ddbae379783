/** Round: the nearest whole number, ties to even. https://onnx.ai/onnx/operators/onnx__Round.html */
import { roundToEven } from '../../../tensor/half.ts';
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';
import { roundToFloat } from './roundToFloat.ts';

export const round = defineOperator({
  name: 'Round',
  domain: '',
  since: 11,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) =>
    mapUnary(input(0), outputs[0], (x) => roundToEven(roundToFloat(outputs[0].dtype, x))),
  gradient: notDifferentiable('its derivative is zero wherever it exists'),
  decomposition: primitive,
});
