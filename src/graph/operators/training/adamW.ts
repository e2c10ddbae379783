/**
 * AdamW: one step of Adam with bias correction and decoupled weight decay. Loshchilov and Hutter, 2017,
 * arXiv:1711.05101, algorithm 2 (with the learning rate as the schedule multiplier, as in PyTorch).
 *
 * Inputs: parameter, gradient, m and v (first and second moment) of one shape; step (f32 scalar, 1 at the first update)
 * and learningRate (f32 scalar). Outputs: the new parameter, m and v.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferUpdate, likeParameter, updateReason } from './update.ts';

interface AdamWAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export const adamW = defineOperator({
  name: 'AdamW',
  domain: 'decant',
  since: 1,
  attributes: { beta1: float(0.9), beta2: float(0.999), epsilon: float(1e-8), weightDecay: float(0.01) },
  arity: [6, 6],
  infer: (context) => inferUpdate(context, 4, 3),
  flops: ({ inputs }) => 15 * sizeOf(inputs[0]?.shape ?? []),
  reference: update,
  gradient: notDifferentiable(updateReason),
  decomposition: decomposed<AdamWAttributes>(updateNodes),
});

// ---------------------------------------------------------------------------------------------

function update({ input, outputs, attributes }: ReferenceContext<AdamWAttributes>): Numbers[] {
  const { beta1, beta2, epsilon, weightDecay } = attributes;
  const [parameter, { data: gradient }, oldM, oldV] = [0, 1, 2, 3].map(input);
  const [step, rate] = [input(4).data[0], input(5).data[0]];
  const m = likeParameter(oldM, (i) => beta1 * oldM.data[i] + (1 - beta1) * gradient[i]);
  const v = likeParameter(oldV, (i) => beta2 * oldV.data[i] + (1 - beta2) * gradient[i] ** 2);
  const next = likeParameter(parameter, (i) => {
    const mean = m.data[i] / (1 - beta1 ** step);
    const spread = Math.sqrt(v.data[i] / (1 - beta2 ** step));
    return parameter.data[i] * (1 - rate * weightDecay) - (rate * mean) / (spread + epsilon);
  });
  return [next, m, v].slice(0, outputs.length);
}

function updateNodes({ builder, type, inputs, outputs, attributes }: RewriteContext<AdamWAttributes>): string[] {
  const [parameter, gradient, oldM, oldV, step, rate] = inputs;
  const { beta1, beta2, epsilon, weightDecay } = attributes;
  const { add, sub, mul, div, pow, sqrt } = arithmetic(builder, type(parameter).dtype);
  const m = add(mul(oldM, beta1), mul(gradient, 1 - beta1));
  const v = add(mul(oldV, beta2), mul(mul(gradient, gradient), 1 - beta2));
  const mean = div(m, sub(1, pow(beta1, step)));
  const spread = sqrt(div(v, sub(1, pow(beta2, step))));
  const kept = weightDecay === 0 ? parameter : mul(parameter, sub(1, mul(rate, weightDecay)));
  return [sub(kept, div(mul(rate, mean), add(spread, epsilon))), m, v].slice(0, outputs.length);
}
