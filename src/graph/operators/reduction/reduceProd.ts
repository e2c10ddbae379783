/** ReduceProd: the product along axes. https://onnx.ai/onnx/operators/onnx__ReduceProd.html */

import { defineOperator, primitive } from '../../operator.ts';
import { multiplyAs } from '../elementwise/elementwise.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceProd = defineOperator({
  name: 'ReduceProd',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(1),
  reference: (context) => reduce(context, 1, multiplyAs(context.outputs[0].dtype)),
  gradient: gradientOfReduction(({ g, x, mul, div, equal, where, cast, reduce }) => {
    const zero = equal(x, 0);
    const filled = where(zero, 1, x);
    const rest = mul(g, reduce('ReduceProd', filled));
    const zeros = reduce('ReduceSum', cast(zero));
    return where(zero, where(equal(zeros, 1), rest, 0), where(equal(zeros, 0), div(rest, filled), 0));
  }),
  decomposition: primitive,
});
