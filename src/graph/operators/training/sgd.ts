/**
 * SGD: one step of gradient descent with momentum, Nesterov's form of it on request, and weight decay added to the
 * gradient. Sutskever et al., 2013, "On the importance of initialization and momentum", in PyTorch's arrangement.
 *
 * Inputs: parameter, gradient and velocity of one shape; learningRate and, on request, a factor of the gradient (f32
 * scalars). Outputs: the new parameter and velocity.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, int, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferUpdate, likeParameter, scaledGradient, scaledNumbers, updateReason } from './update.ts';

interface SgdAttributes {
  readonly momentum: number;
  /** 1: the step is taken from where the velocity leads. */
  readonly nesterov: number;
  readonly weightDecay: number;
}

export const sgd = defineOperator({
  name: 'SGD',
  domain: 'decant',
  since: 1,
  attributes: { momentum: float(0), nesterov: int(0), weightDecay: float(0) },
  arity: [4, 5],
  infer: (context) => inferUpdate(context, 3, 2),
  flops: ({ inputs }) => 8 * sizeOf(inputs[0]?.shape ?? []),
  reference: update,
  gradient: notDifferentiable(updateReason),
  decomposition: decomposed<SgdAttributes>(updateNodes),
});

// ---------------------------------------------------------------------------------------------

function update({ input, inputs, outputs, attributes }: ReferenceContext<SgdAttributes>): Numbers[] {
  const { momentum, nesterov, weightDecay } = attributes;
  const [parameter, arriving, oldVelocity] = [0, 1, 2].map(input);
  const gradient = scaledNumbers(arriving, inputs[4]);
  const rate = input(3).data[0];
  const slope = likeParameter(parameter, (i) => gradient.data[i] + weightDecay * parameter.data[i]);
  const velocity = likeParameter(oldVelocity, (i) => momentum * oldVelocity.data[i] + slope.data[i]);
  const direction = (i: number) => (nesterov ? slope.data[i] + momentum * velocity.data[i] : velocity.data[i]);
  return [likeParameter(parameter, (i) => parameter.data[i] - rate * direction(i)), velocity].slice(0, outputs.length);
}

function updateNodes(context: RewriteContext<SgdAttributes>): string[] {
  const { builder, type, inputs, outputs, attributes } = context;
  const [parameter, arriving, oldVelocity, rate, factor] = inputs;
  const gradient = scaledGradient(context, arriving, factor);
  const { momentum, nesterov, weightDecay } = attributes;
  const { add, sub, mul } = arithmetic(builder, type(parameter).dtype);
  const slope = weightDecay === 0 ? gradient : add(gradient, mul(parameter, weightDecay));
  const velocity = add(mul(oldVelocity, momentum), slope);
  const direction = nesterov ? add(slope, mul(velocity, momentum)) : velocity;
  return [sub(parameter, mul(direction, rate)), velocity].slice(0, outputs.length);
}
