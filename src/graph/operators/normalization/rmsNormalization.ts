/**
 * RMSNormalization: X over its root mean square along the axes from `axis` on, then scaled.
 * Zhang and Sennrich, 2019, arXiv:1910.07467. https://onnx.ai/onnx/operators/onnx__RMSNormalization.html
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { GradientContext, ReferenceContext, RewriteContext } from '../../operator.ts';
import { defineOperator, float, int } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';
import { groupsOf } from '../reduction/axes.ts';
import { reduceAlong } from '../reduction/gradient.ts';
import { axesFrom } from './axesFrom.ts';
import { checkBroadcast } from './layerNormalization.ts';
import { decomposedInF32, gradientInF32 } from './precision.ts';
import { rmsGradientNodes } from './rmsNormalizationGradient.ts';
import { isRow } from './rowGradient.ts';
import { flopsOfNormalization, mapGroups } from './statistics.ts';

interface RmsAttributes {
  readonly axis: number;
  readonly epsilon: number;
  /** As in LayerNormalization: the moments are never computed in less than f32. */
  readonly stash_type: number;
}

export const rmsNormalization = defineOperator({
  name: 'RMSNormalization',
  domain: '',
  since: 23,
  attributes: { axis: int(-1), epsilon: float(1e-5), stash_type: int(1) },
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    axesFrom(context.attributes.axis, shape.length);
    checkBroadcast(context, 1);
    return [{ dtype, shape }];
  },
  flops: flopsOfNormalization,
  reference: normalize,
  gradient: gradientInF32<RmsAttributes>(gradientNodes),
  decomposition: decomposedInF32<RmsAttributes>((context) => {
    const { mul } = arithmetic(context.builder, context.type(context.inputs[0]).dtype);
    return [mul(mul(context.inputs[0], inverseNodes(context)), context.inputs[1])];
  }),
});

// ---------------------------------------------------------------------------------------------

function normalize({ input, attributes }: ReferenceContext<RmsAttributes>): Numbers[] {
  const [x, scale] = [input(0), input(1)];
  const axes = axesFrom(attributes.axis, x.shape.length);
  const { starts, offsets } = groupsOf(x.shape, axes);
  const inverses = starts.map((start) => {
    const squares = offsets.reduce((sum, offset) => sum + x.data[start + offset] ** 2, 0);
    return 1 / Math.sqrt(squares / offsets.length + attributes.epsilon);
  });
  const unit = mapGroups(x, axes, (value, group) => value * inverses[group]);
  const ofScale = broadcastIndex(scale.shape, x.shape);
  return [{ ...unit, data: unit.data.map((value, i) => value * scale.data[ofScale(i)]) }];
}

/** 1 / sqrt(mean of squares + epsilon), with the axes kept. */
function inverseNodes(context: RewriteContext<RmsAttributes>): string {
  const { builder, type, inputs, attributes } = context;
  const [x] = inputs;
  const { add, mul, sqrt, reciprocal } = arithmetic(builder, type(x).dtype);
  const axes = axesFrom(attributes.axis, type(x).shape.length);
  return reciprocal(sqrt(add(reduceAlong(context, 'ReduceMean', mul(x, x), axes), attributes.epsilon)));
}

/** One fused node where the scale has a row's shape, plain nodes where it broadcasts. */
function gradientNodes(context: GradientContext<RmsAttributes>): (string | undefined)[] {
  const { builder, type, gradients, inputs, attributes, wanted } = context;
  const [g] = gradients;
  if (g === undefined) return [];
  const [x, scale] = inputs;
  const { axis, epsilon } = attributes;
  const arriving = [g, x, scale];
  if (!isRow(type(x).shape, axis, [type(scale)])) return rmsGradientNodes({ ...context, inputs: arriving });
  return builder.addMany('RMSNormalizationGradient', arriving, wanted(1) ? 2 : 1, { axis, epsilon });
}
