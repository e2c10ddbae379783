/**
 * ReduceMin: the smallest element along axes; of nothing it is the dtype's greatest value. Equal elements share the
 * gradient. https://onnx.ai/onnx/operators/onnx__ReduceMin.html
 */
import type { DType } from '../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../tensor/dtype.ts';
import { defineOperator, primitive } from '../../operator.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceMin = defineOperator({
  name: 'ReduceMin',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(1),
  reference: (context) => reduce(context, edgeOf(context.outputs[0].dtype), Math.min),
  gradient: gradientOfReduction(({ g, x, y, mul, div, equal, cast, reduce }) => {
    const wins = cast(equal(x, y));
    return mul(wins, div(g, reduce('ReduceSum', wins)));
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const edgeOf = (dtype: DType): number => (isFloat(dtype) ? Number.POSITIVE_INFINITY : integerRange[dtype][1]);
