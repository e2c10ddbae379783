/**
 * FakeQuantize: what a value becomes when it is stored in integers and read back, (clip(round(x / s) + z) - z) s, with
 * gradients as if rounding were not there (straight-through; Bengio et al., 2013, arXiv:1308.3432) and with the learned
 * step size's gradient for the scale (LSQ; Esser et al., 2020, arXiv:1902.08153, equation 3).
 *
 * Inputs: x; scale, one for all, one a position of `axis`, or one a block along it (as QuantizeLinear takes them); zero
 * point, a whole number in the scale's shape, 0 when left out. What it computes is what packed storage or a pair of
 * QuantizeLinear and DequantizeLinear with the same numbers computes.
 */
import { isFloat } from '../../../tensor/dtype.ts';
import { roundToEven } from '../../../tensor/half.ts';
import { roundScale } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, ReferenceContext } from '../../operator.ts';
import { decomposed, defineOperator, differentiable, float, required, string } from '../../operator.ts';
import { checkScaling, scalePositions, scalingAttributes, zeroAt } from '../quantization/scaling.ts';
import type { FakeAttributes } from './fakeQuantizeNodes.ts';
import { fakeQuantizeGradient, fakeQuantizeNodes } from './fakeQuantizeNodes.ts';

export const fakeQuantize = defineOperator({
  name: 'FakeQuantize',
  domain: 'decant',
  since: 1,
  attributes: {
    ...scalingAttributes,
    /** The least and the greatest code. */
    low: required.int,
    high: required.int,
    /** How the scale is stored: f16 rounds it before it is used. */
    scale_dtype: string('f32', 'f16'),
    /** What the gradient of the scale is multiplied by; LSQ takes 1 / sqrt(values a scale * greatest code). */
    step_gradient: float(1),
  },
  arity: [2, 3],
  infer,
  flops: ({ outputs }) => 6 * sizeOf(outputs[0].shape),
  reference: fake,
  gradient: differentiable<FakeAttributes>(fakeQuantizeGradient),
  decomposition: decomposed<FakeAttributes>(fakeQuantizeNodes),
});

// ---------------------------------------------------------------------------------------------

function infer(context: InferContext<FakeAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const { low, high } = context.attributes;
  if (!isFloat(dtype)) return context.fail(`it takes floats, not ${dtype}.`);
  if (low >= high) return context.fail(`its codes go from ${low} to ${high}; the least must lie below the greatest.`);
  checkScaling(context);
  return [{ dtype, shape }];
}

function fake({ input, inputs, outputs, attributes }: ReferenceContext<FakeAttributes>): Numbers[] {
  const [x, scale] = [input(0), input(1)];
  const { low, high, scale_dtype } = attributes;
  const at = scalePositions(x.shape, scale.shape, attributes);
  const stored = scale_dtype === 'f16' ? scale.data.map((s) => roundScale(s, 'f16')) : scale.data;
  const data = x.data.map((value, position) => {
    const s = at(position);
    const zero = zeroAt(inputs[2], s);
    const quotient = Math.fround(Math.fround(value) / Math.fround(stored[s]));
    return (Math.min(high, Math.max(low, roundToEven(quotient) + zero)) - zero) * stored[s];
  });
  return [{ ...outputs[0], data }];
}
