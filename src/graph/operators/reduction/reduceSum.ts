/** ReduceSum: the sum along axes. https://onnx.ai/onnx/operators/onnx__ReduceSum.html */
import { defineOperator, primitive } from '../../operator.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceSum = defineOperator({
  name: 'ReduceSum',
  domain: '',
  since: 13,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(1),
  reference: (context) => reduce(context, 0, (sum, x) => sum + x),
  gradient: gradientOfReduction(({ g }) => g),
  decomposition: primitive,
});
