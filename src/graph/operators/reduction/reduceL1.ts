/** ReduceL1: the sum of absolute values along axes. https://onnx.ai/onnx/operators/onnx__ReduceL1.html */

import { decomposed, defineOperator } from '../../operator.ts';
import type { ReduceAttributes } from './axes.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceL1 = defineOperator({
  name: 'ReduceL1',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(2),
  reference: (context) => reduce(context, 0, (sum, x) => sum + Math.abs(x)),
  gradient: gradientOfReduction(({ g, x, mul, sign }) => mul(g, sign(x))),
  decomposition: decomposed<ReduceAttributes>(({ builder, inputs: [x, ...axes], attributes }) => [
    builder.add('ReduceSum', [builder.add('Abs', [x]), ...axes], { ...attributes }),
  ]),
});
