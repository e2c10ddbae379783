/**
 * BatchNormalization: scale (X - mean) / sqrt(variance + epsilon) + B a channel, with given mean and variance, or in
 * training mode with those of the batch, which also move the running ones. Ioffe and Szegedy, 2015, arXiv:1502.03167.
 * https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
import type { Dim } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, float, int } from '../../operator.ts';
import type { BatchNormAttributes } from './batchNormNodes.ts';
import { batchNormGradient, batchNormNodes } from './batchNormNodes.ts';
import { axesBesideChannels } from './channels.ts';
import { decomposedInF32, gradientInF32 } from './precision.ts';
import { flopsOfNormalization, mapGroups, momentsOf } from './statistics.ts';

export const batchNormalization = defineOperator({
  name: 'BatchNormalization',
  domain: '',
  since: 15,
  attributes: { epsilon: float(1e-5), momentum: float(0.9), training_mode: int(0) },
  arity: [5, 5],
  infer,
  flops: flopsOfNormalization,
  reference: normalize,
  gradient: gradientInF32<BatchNormAttributes>(batchNormGradient),
  decomposition: decomposedInF32<BatchNormAttributes>(batchNormNodes, [0, 3, 4]),
});

// ---------------------------------------------------------------------------------------------

function infer(context: InferContext<BatchNormAttributes>): ValueType[] {
  const x = context.input(0);
  if (x.shape.length < 2) context.fail('X must have at least 2 dimensions, (N, C, ...).');
  for (const i of [1, 2, 3, 4]) checkVector(context, i, x.shape[1]);
  const outputs = context.attributes.training_mode ? [context.input(0), context.input(3), context.input(4)] : [x];
  if (context.outputCount > outputs.length)
    context.fail(`it has ${context.outputCount} outputs, but outside of training mode it makes 1.`);
  return outputs.slice(0, context.outputCount).map(({ dtype, shape }) => ({ dtype, shape }));
}

function checkVector(context: InferContext<BatchNormAttributes>, index: number, channels: Dim): void {
  const { shape } = context.input(index);
  if (shape.length !== 1 || (shape[0] !== channels && typeof shape[0] === typeof channels))
    context.fail(`input ${index} must hold one number for each of ${channels} channels.`);
}

function normalize({ input, outputs, attributes }: ReferenceContext<BatchNormAttributes>): Numbers[] {
  const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map(input);
  const axes = axesBesideChannels(x.shape.length);
  const training = attributes.training_mode === 1;
  const { means, variances } = training ? momentsOf(x, axes) : { means: mean.data, variances: variance.data };
  const y = mapGroups(x, axes, (value, channel) => {
    const unit = (value - means[channel]) / Math.sqrt(variances[channel] + attributes.epsilon);
    return scale.data[channel] * unit + bias.data[channel];
  });
  if (!training) return [y];
  const running = [move(mean, means, attributes.momentum), move(variance, variances, attributes.momentum)];
  return [y, ...running].slice(0, outputs.length);
}

function move(running: Numbers, batch: Float64Array, momentum: number): Numbers {
  return { ...running, data: running.data.map((value, i) => value * momentum + batch[i] * (1 - momentum)) };
}
