/** ArgMin: the position of the smallest element along an axis. https://onnx.ai/onnx/operators/onnx__ArgMin.html */
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { argAttributes, argReduce, inferArg } from './argReduce.ts';
import { flopsPerInput } from './axes.ts';

export const argMin = defineOperator({
  name: 'ArgMin',
  domain: '',
  since: 13,
  attributes: argAttributes,
  arity: [1, 1],
  infer: inferArg,
  flops: flopsPerInput(1),
  reference: (context) => argReduce(context, (x, than) => x < than),
  gradient: notDifferentiable('its output is positions'),
  decomposition: primitive,
});
