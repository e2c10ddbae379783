/**
 * ReduceL2: the square root of the sum of squares along axes. The gradient at 0 is 0.
 * https://onnx.ai/onnx/operators/onnx__ReduceL2.html
 */

import { decomposed, defineOperator } from '../../operator.ts';
import type { ReduceAttributes } from './axes.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceL2 = defineOperator({
  name: 'ReduceL2',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(2),
  reference: (context) => reduce(context, 0, (sum, x) => sum + x * x, Math.sqrt),
  gradient: gradientOfReduction(({ g, x, y, mul, div, equal, where }) => mul(g, div(x, where(equal(y, 0), 1, y)))),
  decomposition: decomposed<ReduceAttributes>(({ builder, inputs: [x, ...axes], attributes }) => [
    builder.add('Sqrt', [builder.add('ReduceSum', [builder.add('Mul', [x, x]), ...axes], { ...attributes })]),
  ]),
});
