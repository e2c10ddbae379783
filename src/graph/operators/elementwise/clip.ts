/**
 * Clip: X held between two scalars, either of which may be left out; the upper one wins where they cross.
 * https://onnx.ai/onnx/operators/onnx__Clip.html
 */
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import type { Arithmetic } from '../arithmetic.ts';
import { arithmetic } from '../arithmetic.ts';
import { reduceTo } from '../reduceTo.ts';
import { flopsPerElement, inferBroadcast, mapUnary } from './elementwise.ts';

export const clip = defineOperator({
  name: 'Clip',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 3],
  infer: (context) => [{ dtype: inferBroadcast(context)[0].dtype, shape: context.input(0).shape }],
  flops: flopsPerElement(2),
  reference: ({ input, inputs, outputs }) => {
    const low = inputs[1]?.data[0] ?? Number.NEGATIVE_INFINITY;
    const high = inputs[2]?.data[0] ?? Number.POSITIVE_INFINITY;
    return mapUnary(input(0), outputs[0], (x) => Math.min(high, Math.max(low, x)));
  },
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    const math = arithmetic(context.builder, context.type(context.inputs[0]).dtype);
    return [gradientOfInput, gradientOfLow, gradientOfHigh].map((rule, i) =>
      context.wanted(i) ? reduceTo(context, rule(context, math, g), context.inputs[i]) : undefined,
    );
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** What arrives, where X is within its bounds. */
function gradientOfInput({ inputs: [x, low, high] }: GradientContext, math: Arithmetic, g: string): string {
  const above = low ? math.where(math.less(x, low), 0, g) : g;
  return high ? math.where(math.greater(x, high), 0, above) : above;
}

/** What arrives, where X lies below the lower bound and that bound is in force. */
function gradientOfLow({ inputs: [x, low, high] }: GradientContext, math: Arithmetic, g: string): string {
  const raised = math.where(math.less(x, low), g, 0);
  return high ? math.where(math.greater(low, high), 0, raised) : raised;
}

/** What arrives, where X, raised to the lower bound, lies above the upper one. */
function gradientOfHigh({ builder, inputs: [x, low, high] }: GradientContext, math: Arithmetic, g: string): string {
  const raised = low ? builder.add('Max', [x, low]) : x;
  return math.where(math.greater(raised, high), g, 0);
}
