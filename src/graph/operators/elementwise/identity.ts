/** Identity: X as it is. https://onnx.ai/onnx/operators/onnx__Identity.html */
import { defineOperator, primitive } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement } from './elementwise.ts';

export const identity = defineOperator({
  name: 'Identity',
  domain: '',
  since: 21,
  attributes: {},
  arity: [1, 1],
  infer: (context) => [context.input(0)],
  dims: (context) => context.dims(0),
  flops: flopsPerElement(0),
  reference: ({ input, outputs: [{ dtype, shape }] }) => [{ dtype, shape, data: input(0).data }],
  gradient: gradientOfOne(({ g }) => g),
  decomposition: primitive,
});
