/**
 * InstanceNormalization: each channel of each sample to mean 0 and variance 1, then scaled and shifted a channel.
 * Ulyanov et al., 2016, arXiv:1607.08022. https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { GradientContext, ReferenceContext, RewriteContext } from '../../operator.ts';
import { defineOperator, float } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { alongChannels, axesAfterChannels, sumToChannels } from './channels.ts';
import { decomposedInF32, gradientInF32 } from './precision.ts';
import type { Normalized } from './statistics.ts';
import { flopsOfNormalization, mapGroups, momentsOf, normalizeGradient, normalizeNodes } from './statistics.ts';

interface InstanceNormAttributes {
  readonly epsilon: number;
}

export const instanceNormalization = defineOperator({
  name: 'InstanceNormalization',
  domain: '',
  since: 6,
  attributes: { epsilon: float(1e-5) },
  arity: [3, 3],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    if (shape.length < 3) context.fail('X must have at least 3 dimensions, (N, C, D1, ...).');
    for (const i of [1, 2])
      if (context.input(i).shape.length !== 1) context.fail(`input ${i} must hold one number a channel.`);
    return [{ dtype, shape }];
  },
  flops: flopsOfNormalization,
  reference: normalize,
  gradient: gradientInF32<InstanceNormAttributes>(gradientNodes),
  decomposition: decomposedInF32<InstanceNormAttributes>((context) => {
    const { builder, type, inputs } = context;
    const [x, scale, bias] = inputs;
    const { add, mul } = arithmetic(builder, type(x).dtype);
    const rank = type(x).shape.length;
    const { value } = normalized(context);
    return [add(mul(value, alongChannels(context, scale, rank)), alongChannels(context, bias, rank))];
  }),
});

// ---------------------------------------------------------------------------------------------

function normalize({ input, attributes }: ReferenceContext<InstanceNormAttributes>): Numbers[] {
  const [x, scale, bias] = [input(0), input(1), input(2)];
  const axes = axesAfterChannels(x.shape.length);
  const { means, variances } = momentsOf(x, axes);
  const y = mapGroups(x, axes, (value, group) => {
    const channel = group % x.shape[1];
    const unit = (value - means[group]) / Math.sqrt(variances[group] + attributes.epsilon);
    return scale.data[channel] * unit + bias.data[channel];
  });
  return [y];
}

function normalized(context: RewriteContext<InstanceNormAttributes>): Normalized {
  const { type, inputs, attributes } = context;
  return normalizeNodes(context, inputs[0], axesAfterChannels(type(inputs[0]).shape.length), attributes.epsilon);
}

function gradientNodes(context: GradientContext<InstanceNormAttributes>): (string | undefined)[] {
  const { builder, type, gradients, inputs, wanted } = context;
  const [g] = gradients;
  if (g === undefined) return [];
  const [x, scale] = inputs;
  const { mul } = arithmetic(builder, type(x).dtype);
  const rank = type(x).shape.length;
  const unit = normalized(context);
  const toInput = () =>
    normalizeGradient(context, mul(g, alongChannels(context, scale, rank)), unit, axesAfterChannels(rank));
  return [
    wanted(0) ? toInput() : undefined,
    wanted(1) ? sumToChannels(context, mul(g, unit.value)) : undefined,
    wanted(2) ? sumToChannels(context, g) : undefined,
  ];
}
