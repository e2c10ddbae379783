/**
 * Gelu: X Φ(X), with Φ the normal distribution function, exact or by a tanh. Hendrycks and Gimpel, 2016,
 * arXiv:1606.08415. https://onnx.ai/onnx/operators/onnx__Gelu.html
 */
import type { RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, string } from '../../operator.ts';
import type { Arithmetic, Point } from '../arithmetic.ts';
import { arithmetic, gradientOfOne } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapUnary } from './elementwise.ts';
import { errorFunction } from './errorFunction.ts';

interface GeluAttributes {
  readonly approximate: 'none' | 'tanh';
}

/** The tanh form is tanh(slope (x + cubic x^3)). */
const slope = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

export const gelu = defineOperator({
  name: 'Gelu',
  domain: '',
  since: 20,
  attributes: { approximate: string('none', 'tanh') },
  arity: [1, 1],
  infer: (context) => {
    const { approximate } = context.attributes;
    if (approximate !== 'none' && approximate !== 'tanh')
      context.fail(`approximate is "${approximate}"; it may be none or tanh.`);
    return inferFloat(context);
  },
  flops: flopsPerElement(10),
  reference: ({ input, outputs, attributes: { approximate } }) =>
    mapUnary(input(0), outputs[0], approximate === 'tanh' ? byTanh : exactly),
  gradient: gradientOfOne<GeluAttributes>((point) =>
    point.mul(point.g, point.attributes.approximate === 'tanh' ? slopeByTanh(point) : slopeExactly(point)),
  ),
  decomposition: decomposed<GeluAttributes>((context) => [decompose(context)]),
});

// ---------------------------------------------------------------------------------------------

const exactly = (x: number): number => 0.5 * x * (1 + errorFunction(x / Math.SQRT2));
const byTanh = (x: number): number => 0.5 * x * (1 + Math.tanh(slope * (x + cubic * x ** 3)));

/** Φ(x) = (1 + erf(x/√2)) / 2 */
const distribution = ({ mul, add, erf }: Arithmetic, x: string): string => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);

/** tanh(slope (x + cubic x^3)) */
const bend = ({ mul, add, tanh }: Arithmetic, x: string): string =>
  tanh(mul(mul(x, slope), add(mul(mul(x, x), cubic), 1)));

function decompose({ builder, type, inputs: [x], attributes }: RewriteContext<GeluAttributes>): string {
  const math = arithmetic(builder, type(x).dtype);
  if (attributes.approximate === 'none') return math.mul(x, distribution(math, x));
  return math.mul(x, math.mul(math.add(bend(math, x), 1), 0.5));
}

/** Φ(x) + x φ(x), with φ the normal density. */
function slopeExactly(point: Point<GeluAttributes>): string {
  const { mul, add, exp, x } = point;
  const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(distribution(point, x), mul(x, density));
}

/** (1 + t)/2 + x/2 (1 - t²) slope (1 + 3 cubic x²), with t the tanh. */
function slopeByTanh(point: Point<GeluAttributes>): string {
  const { mul, add, sub, x } = point;
  const t = bend(point, x);
  const inner = mul(add(mul(mul(x, x), 3 * cubic), 1), slope / 2);
  return add(mul(add(t, 1), 0.5), mul(mul(x, inner), sub(1, mul(t, t))));
}
