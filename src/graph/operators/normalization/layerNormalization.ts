/**
 * LayerNormalization: each sample, over the axes from `axis` on, to mean 0 and variance 1, then scaled and shifted.
 * Ba, Kiros and Hinton, 2016, arXiv:1607.06450. https://onnx.ai/onnx/operators/onnx__LayerNormalization.html
 */
import { broadcastShapes, formatShape, sameShape } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { GradientContext, InferContext, ReferenceContext, RewriteContext } from '../../operator.ts';
import { defineOperator, float, int } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';
import { axesFrom } from './axesFrom.ts';
import { layerGradientNodes } from './layerNormalizationGradient.ts';
import { decomposedInF32, gradientInF32 } from './precision.ts';
import { isRow } from './rowGradient.ts';
import type { Normalized } from './statistics.ts';
import { flopsOfNormalization, mapGroups, momentsOf, normalizeNodes } from './statistics.ts';

interface LayerNormAttributes {
  readonly axis: number;
  readonly epsilon: number;
  /** The dtype that ONNX computes the moments in, as its code: 1 is f32, which we always use at least. */
  readonly stash_type: number;
}

export const layerNormalization = defineOperator({
  name: 'LayerNormalization',
  domain: '',
  since: 17,
  attributes: { axis: int(-1), epsilon: float(1e-5), stash_type: int(1) },
  arity: [2, 3],
  infer,
  flops: flopsOfNormalization,
  reference: normalize,
  gradient: gradientInF32<LayerNormAttributes>(gradientNodes),
  decomposition: decomposedInF32<LayerNormAttributes>((context) => {
    const { builder, type, inputs, outputs } = context;
    const [x, scale, bias] = inputs;
    const { add, mul } = arithmetic(builder, type(x).dtype);
    const unit = normalized(context);
    const scaled = mul(unit.value, scale);
    return [bias ? add(scaled, bias) : scaled, unit.mean, unit.inverse].slice(0, outputs.length);
  }),
});

/** Stops when an input of a normalization does not broadcast to X. */
export function checkBroadcast(context: InferContext, index: number): void {
  const { shape } = context.input(0);
  const own = context.inputs[index]?.shape;
  if (own && !sameShape(broadcastShapes(own, shape), shape))
    context.fail(`input ${index} of ${formatShape(own)} does not broadcast to ${formatShape(shape)}.`);
}

// ---------------------------------------------------------------------------------------------

function infer(context: InferContext<LayerNormAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axes = axesFrom(context.attributes.axis, shape.length);
  checkBroadcast(context, 1);
  checkBroadcast(context, 2);
  const reduced = { dtype: 'f32' as const, shape: shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) };
  return [{ dtype, shape }, reduced, reduced].slice(0, context.outputCount);
}

function normalize({ input, inputs, outputs, attributes }: ReferenceContext<LayerNormAttributes>): Numbers[] {
  const [x, scale, bias] = [input(0), input(1), inputs[2]];
  const axes = axesFrom(attributes.axis, x.shape.length);
  const { means, variances } = momentsOf(x, axes);
  const inverses = variances.map((variance) => 1 / Math.sqrt(variance + attributes.epsilon));
  const unit = mapGroups(x, axes, (value, group) => (value - means[group]) * inverses[group]);
  const ofScale = broadcastIndex(scale.shape, x.shape);
  const ofBias = broadcastIndex(bias?.shape ?? [], x.shape);
  const data = unit.data.map((value, i) => value * scale.data[ofScale(i)] + (bias?.data[ofBias(i)] ?? 0));
  const reduced = [means, inverses].map((values) => ({
    dtype: 'f32' as const,
    shape: x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
    data: values,
  }));
  return [{ dtype: x.dtype, shape: x.shape, data }, ...reduced].slice(0, outputs.length);
}

function normalized({ builder, type, inputs, attributes }: RewriteContext<LayerNormAttributes>): Normalized {
  const axes = axesFrom(attributes.axis, type(inputs[0]).shape.length);
  return normalizeNodes({ builder, type }, inputs[0], axes, attributes.epsilon);
}

/** One fused node where scale and bias have a row's shape, plain nodes where they broadcast. */
function gradientNodes(context: GradientContext<LayerNormAttributes>): (string | undefined)[] {
  const { builder, type, gradients, inputs, attributes, wanted } = context;
  const [g, toMean, toInverse] = gradients;
  if (g === undefined || toMean !== undefined || toInverse !== undefined) return [];
  const [x, scale, bias = ''] = inputs;
  const { axis, epsilon } = attributes;
  const arriving = [g, x, scale];
  if (!isRow(type(x).shape, axis, [scale, ...(bias === '' ? [] : [bias])].map(type)))
    return layerGradientNodes({ ...context, inputs: arriving }, bias === '' ? scale : bias);
  const count = bias !== '' && wanted(2) ? 3 : wanted(1) ? 2 : 1;
  return builder.addMany('LayerNormalizationGradient', arriving, count, { axis, epsilon });
}
