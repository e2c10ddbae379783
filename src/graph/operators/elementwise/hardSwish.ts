/**
 * HardSwish: X times X / 6 + 1/2 held between 0 and 1. Howard et al., 2019, arXiv:1905.02244.
 * https://onnx.ai/onnx/operators/onnx__HardSwish.html
 */
import { decomposed, defineOperator } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const hardSwish = defineOperator({
  name: 'HardSwish',
  domain: '',
  since: 14,
  attributes: {},
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(5),
  reference: ({ input, outputs }) => mapUnary(input(0), outputs[0], (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5))),
  gradient: gradientOfOne(({ where, and, greater, less, mul, add, g, x }) => {
    const between = and(greater(x, -3), less(x, 3));
    return mul(g, where(between, add(mul(x, 1 / 3), 0.5), where(greater(x, 0), 1, 0)));
  }),
  decomposition: decomposed(({ builder, inputs: [x] }) => [
    builder.add('Mul', [x, builder.add('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 })]),
  ]),
});
