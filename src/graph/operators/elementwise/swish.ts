/**
 * Swish: X times sigmoid(alpha X). Ramachandran et al., 2017, arXiv:1710.05941.
 * https://onnx.ai/onnx/operators/onnx__Swish.html
 */
import { decomposed, defineOperator, float } from '../../operator.ts';
import { gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';

export const swish = defineOperator({
  name: 'Swish',
  domain: '',
  since: 24,
  attributes: { alpha: float(1) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerElement(5),
  reference: ({ input, outputs, attributes: { alpha } }) =>
    mapUnary(input(0), outputs[0], (x) => x / (1 + Math.exp(-alpha * x))),
  gradient: gradientOfOne<{ alpha: number }>(({ mul, add, sub, sigmoid, g, x, attributes: { alpha } }) => {
    const s = sigmoid(mul(x, alpha));
    return mul(g, mul(s, add(1, mul(mul(x, alpha), sub(1, s)))));
  }),
  decomposition: decomposed<{ alpha: number }>(({ builder, inputs: [x], attributes: { alpha } }) => [
    builder.add('Mul', [
      x,
      builder.add('Sigmoid', [alpha === 1 ? x : builder.add('Mul', [x, builder.scalar(alpha, builder.type(x).dtype)])]),
    ]),
  ]),
});
