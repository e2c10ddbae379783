/**
 * PRelu: X where X >= 0, else slope X; the slope is broadcast to X. He et al., 2015, arXiv:1502.01852.
 * https://onnx.ai/onnx/operators/onnx__PRelu.html
 */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const pRelu = defineOperator({
  name: 'PRelu',
  domain: '',
  since: 16,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  flops: flopsPerElement(2),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (x, slope) => (x < 0 ? slope * x : x)),
  gradient: gradientOfMany(({ g, where, less, mul, inputs: [x, slope] }) => [
    () => where(less(x, 0), mul(g, slope), g),
    () => where(less(x, 0), mul(g, x), 0),
  ]),
  decomposition: primitive,
});
