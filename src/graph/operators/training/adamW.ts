/**
 * AdamW: one step of Adam with bias correction and decoupled weight decay. Loshchilov and Hutter, 2017,
 * arXiv:1711.05101, algorithm 2 (with the learning rate as the schedule multiplier, as in PyTorch).
 *
 * Inputs: parameter, gradient, m and v (first and second moment) of one shape; step (f32 scalar, 1 at the first update),
 * learningRate and, on request, a factor of the gradient (f32 scalars). Outputs: the new parameter, m and v.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, int, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferUpdate, likeParameter, scaledGradient, scaledNumbers, updateReason } from './update.ts';

interface AdamWAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** 1: the decay is added to the gradient, as Adam does (Kingma and Ba, 2014, arXiv:1412.6980). */
  readonly coupled: number;
}

export const adamW = defineOperator({
  name: 'AdamW',
  domain: 'decant',
  since: 1,
  attributes: {
    beta1: float(0.9),
    beta2: float(0.999),
    epsilon: float(1e-8),
    weightDecay: float(0.01),
    coupled: int(0),
  },
  arity: [6, 7],
  infer: (context) => inferUpdate(context, 4, 3),
  flops: ({ inputs }) => 15 * sizeOf(inputs[0]?.shape ?? []),
  reference: update,
  gradient: notDifferentiable(updateReason),
  decomposition: decomposed<AdamWAttributes>(updateNodes),
});

// ---------------------------------------------------------------------------------------------

function update({ input, inputs, outputs, attributes }: ReferenceContext<AdamWAttributes>): Numbers[] {
  const { beta1, beta2, epsilon, weightDecay, coupled } = attributes;
  const [parameter, arriving, oldM, oldV] = [0, 1, 2, 3].map(input);
  const scaled = scaledNumbers(arriving, inputs[6]);
  const gradient = coupled ? scaled.data.map((g, i) => g + weightDecay * parameter.data[i]) : scaled.data;
  const kept = coupled ? 1 : 1 - input(5).data[0] * weightDecay;
  const [step, rate] = [input(4).data[0], input(5).data[0]];
  const m = likeParameter(oldM, (i) => beta1 * oldM.data[i] + (1 - beta1) * gradient[i]);
  const v = likeParameter(oldV, (i) => beta2 * oldV.data[i] + (1 - beta2) * gradient[i] ** 2);
  const next = likeParameter(parameter, (i) => {
    const mean = m.data[i] / (1 - beta1 ** step);
    const spread = Math.sqrt(v.data[i] / (1 - beta2 ** step));
    return parameter.data[i] * kept - (rate * mean) / (spread + epsilon);
  });
  return [next, m, v].slice(0, outputs.length);
}

/**
 * Twelve passes over the parameter (thirteen with decay): everything that is one number a step is worked out as one number,
 * p (1 - r d) - a m / (sqrt(v) + b) with a = r sqrt(c2) / c1 and b = epsilon sqrt(c2), c the bias corrections.
 */
function updateNodes(context: RewriteContext<AdamWAttributes>): string[] {
  const { builder, type, inputs, outputs, attributes } = context;
  const [parameter, arriving, oldM, oldV, step, rate, factor] = inputs;
  const { beta1, beta2, epsilon, weightDecay, coupled } = attributes;
  const { add, sub, mul, div, sqrt, cast } = arithmetic(builder, type(parameter).dtype);
  const one = arithmetic(builder, 'f32');
  const scalar = (value: string) => (type(parameter).dtype === 'f32' ? value : cast(value));
  const scaled = scaledGradient(context, arriving, factor);
  const gradient = coupled && weightDecay !== 0 ? add(scaled, mul(parameter, weightDecay)) : scaled;
  const root = one.sqrt(biasCorrection(context, step, beta2));
  const scale = scalar(one.div(one.mul(rate, root), biasCorrection(context, step, beta1)));
  const m = add(mul(oldM, beta1), mul(gradient, 1 - beta1));
  const v = add(mul(oldV, beta2), mul(mul(gradient, gradient), 1 - beta2));
  const spread = add(sqrt(v), scalar(one.mul(root, epsilon)));
  const decay = weightDecay === 0 || coupled ? undefined : scalar(one.sub(1, one.mul(rate, weightDecay)));
  const kept = decay === undefined ? parameter : mul(parameter, decay);
  return [sub(kept, mul(div(m, spread), scale)), m, v].slice(0, outputs.length);
}

/** 1 - beta^step as 2 t / (1 + t), t = tanh(-step ln(beta) / 2): the plain difference loses four digits at step 1. */
function biasCorrection({ builder }: RewriteContext, step: string, beta: number): string {
  const { add, mul, div, tanh } = arithmetic(builder, 'f32');
  const half = tanh(mul(step, -Math.log(beta) / 2));
  return div(mul(half, 2), add(half, 1));
}
