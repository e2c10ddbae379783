/**
 * ReduceMax: the largest element along axes; of nothing it is the dtype's least value. Equal elements share the
 * gradient. https://onnx.ai/onnx/operators/onnx__ReduceMax.html
 */
import type { DType } from '../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../tensor/dtype.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceMax = defineOperator({
  name: 'ReduceMax',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(1),
  reference: (context) => reduce(context, edgeOf(context.outputs[0].dtype), Math.max),
  gradient: gradientOfReduction(({ g, x, y, mul, div, equal, cast, reduce }) => {
    const wins = cast(equal(x, y));
    return mul(wins, div(g, reduce('ReduceSum', wins)));
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const edgeOf = (dtype: DType): number => (isFloat(dtype) ? Number.NEGATIVE_INFINITY : integerRange[dtype][0]);
