/** ReduceSumSquare: the sum of squares along axes. https://onnx.ai/onnx/operators/onnx__ReduceSumSquare.html */

import { decomposed, defineOperator } from '../../operator.ts';
import type { ReduceAttributes } from './axes.ts';
import { flopsPerInput, inferReduce, reduce, reduceAttributes } from './axes.ts';
import { gradientOfReduction } from './gradient.ts';

export const reduceSumSquare = defineOperator({
  name: 'ReduceSumSquare',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(2),
  reference: (context) => reduce(context, 0, (sum, x) => sum + x * x),
  gradient: gradientOfReduction(({ g, x, mul }) => mul(g, mul(x, 2))),
  decomposition: decomposed<ReduceAttributes>(({ builder, inputs: [x, ...axes], attributes }) => [
    builder.add('ReduceSum', [builder.add('Mul', [x, x]), ...axes], { ...attributes }),
  ]),
});
