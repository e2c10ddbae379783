/**
 * Lion: the sign of an interpolated momentum, with decoupled weight decay. Chen et al., 2023, "Symbolic Discovery of
 * Optimization Algorithms", arXiv:2302.06675, algorithm 2.
 *
 * Inputs: parameter, gradient and momentum of one shape; learningRate and, on request, a factor of the gradient (f32
 * scalars). Outputs: the new parameter and momentum.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferUpdate, likeParameter, scaledGradient, scaledNumbers, updateReason } from './update.ts';

interface LionAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
}

export const lion = defineOperator({
  name: 'Lion',
  domain: 'decant',
  since: 1,
  attributes: { beta1: float(0.9), beta2: float(0.99), weightDecay: float(0) },
  arity: [4, 5],
  infer: (context) => inferUpdate(context, 3, 2),
  flops: ({ inputs }) => 10 * sizeOf(inputs[0]?.shape ?? []),
  reference: update,
  gradient: notDifferentiable(updateReason),
  decomposition: decomposed<LionAttributes>(updateNodes),
});

// ---------------------------------------------------------------------------------------------

function update({ input, inputs, outputs, attributes }: ReferenceContext<LionAttributes>): Numbers[] {
  const { beta1, beta2, weightDecay } = attributes;
  const [parameter, arriving, oldMomentum] = [0, 1, 2].map(input);
  const gradient = scaledNumbers(arriving, inputs[4]);
  const rate = input(3).data[0];
  const mix = (beta: number) => (i: number) => beta * oldMomentum.data[i] + (1 - beta) * gradient.data[i];
  const direction = mix(beta1);
  const next = likeParameter(
    parameter,
    (i) => parameter.data[i] * (1 - rate * weightDecay) - rate * Math.sign(direction(i)),
  );
  return [next, likeParameter(oldMomentum, mix(beta2))].slice(0, outputs.length);
}

function updateNodes(context: RewriteContext<LionAttributes>): string[] {
  const { builder, type, inputs, outputs, attributes } = context;
  const [parameter, arriving, oldMomentum, rate, factor] = inputs;
  const gradient = scaledGradient(context, arriving, factor);
  const { beta1, beta2, weightDecay } = attributes;
  const { add, sub, mul, sign, cast } = arithmetic(builder, type(parameter).dtype);
  const one = arithmetic(builder, 'f32');
  const scalar = (value: string) => (type(parameter).dtype === 'f32' ? value : cast(value));
  const mix = (beta: number) => add(mul(oldMomentum, beta), mul(gradient, 1 - beta));
  const kept = weightDecay === 0 ? parameter : mul(parameter, scalar(one.sub(1, one.mul(rate, weightDecay))));
  return [sub(kept, mul(sign(mix(beta1)), scalar(rate))), mix(beta2)].slice(0, outputs.length);
}
