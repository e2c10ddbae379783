/** ReduceMean: the mean along axes. https://onnx.ai/onnx/operators/onnx__ReduceMean.html */
import { isFloat } from '../../../tensor/dtype.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceMean = defineOperator({
  name: 'ReduceMean',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(1),
  reference: (context) =>
    reduce(
      context,
      0,
      (sum, x) => sum + x,
      (sum, count) => (isFloat(context.outputs[0].dtype) ? sum / count : Math.trunc(sum / count)),
    ),
  gradient: gradientOfReduction(({ g, div, count }) => div(g, count())),
  decomposition: primitive,
});
