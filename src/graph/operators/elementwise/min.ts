/**
 * Min: the smallest of all inputs with broadcasting; NaN where any is NaN. Equal inputs share the gradient.
 * https://onnx.ai/onnx/operators/onnx__Min.html
 */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapMany } from './elementwise.ts';
import { shareAmongWinners } from './shareAmongWinners.ts';

export const min = defineOperator({
  name: 'Min',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, Number.POSITIVE_INFINITY],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ inputs, outputs }) => mapMany(inputs, outputs[0], Math.min),
  gradient: gradientOfMany(shareAmongWinners),
  decomposition: primitive,
});
