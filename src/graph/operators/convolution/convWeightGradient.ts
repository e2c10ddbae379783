/**
 * ConvWeightGradient: dW (M, C/group, ...kernel) of a Conv, from dY (N, M, ...) and X (N, C, ...).
 * Decomposes into a Conv with the batch in the place of the channels, and strides and dilations exchanged.
 */
import { isConcrete, sizeOf } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable, required } from '../../operator.ts';
import { partsOf, reshapeTo } from '../shapeValue.ts';
import type { ConvAttributes } from './convInfer.ts';
import { convAttributes } from './convInfer.ts';
import { convolveWeight } from './convolve.ts';
import { spatialOf } from './spatial.ts';
import { transposedPads } from './transposedPads.ts';
import { windowFault, windowOf } from './window.ts';

interface WeightGradientAttributes extends ConvAttributes {
  readonly kernel_shape: readonly number[];
}

type Context = RewriteContext<WeightGradientAttributes>;

export const convWeightGradient = defineOperator({
  name: 'ConvWeightGradient',
  domain: 'decant',
  since: 1,
  attributes: { ...convAttributes, kernel_shape: required.ints },
  arity: [2, 2],
  infer: inferWeightGradient,
  flops: ({ inputs, outputs }) => 2 * sizeOf(inputs[0]?.shape ?? []) * sizeOf(outputs[0].shape.slice(1)),
  reference: ({ input, outputs, attributes }) => {
    const [dy, x] = [input(0), input(1)];
    const window = windowOf(attributes, attributes.kernel_shape, x.shape.slice(2));
    return [convolveWeight(dy, x, outputs[0], window, attributes.group)];
  },
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed<WeightGradientAttributes>((context) => {
    const [x, dy] = [channelsAsBatch(context), filtersFirst(context)];
    return [backToWeight(context, convolveBatches(context, x, dy))];
  }),
});

// ---------------------------------------------------------------------------------------------

function inferWeightGradient(context: InferContext<WeightGradientAttributes>): ValueType[] {
  const { kernel_shape: kernel, group } = context.attributes;
  const [dy, x] = [context.input(0), context.input(1)];
  const fault = windowFault(context.attributes, kernel, x.shape.length - 2);
  if (fault) return context.fail(fault);
  const [filters, channels] = [dy.shape[1], x.shape[1]];
  if (!isConcrete([filters, channels]) || typeof channels !== 'number')
    return context.fail('the channels of dY and X must be numbers.');
  if (channels % group !== 0) return context.fail(`${channels} channels do not divide into ${group} groups.`);
  return [{ dtype: dy.dtype, shape: [filters, channels / group, ...kernel] }];
}

/** X (N, g·C', ...) as (C', g·N, ...). */
function channelsAsBatch(context: Context): string {
  const { builder, inputs, attributes, type } = context;
  const [, x] = inputs;
  const { group } = attributes;
  const spatial = spatialOf(context, x);
  const rest = spatial.map((_, axis) => axis);
  if (group === 1) return builder.add('Transpose', [x], { perm: [1, 0, ...rest.map((axis) => axis + 2)] });
  const channels = Number(type(x).shape[1]) / group;
  const split = reshapeTo(context, x, [...partsOf(context, x, 0, 1), group, channels, ...spatial]);
  const moved = builder.add('Transpose', [split], { perm: [2, 1, 0, ...rest.map((axis) => axis + 3)] });
  return reshapeTo(context, moved, [channels, -1, ...spatial]);
}

/** dY (N, M, ...) as (M, N, ...). */
function filtersFirst({ builder, inputs, type }: Context): string {
  const rank = type(inputs[0]).shape.length;
  return builder.add('Transpose', [inputs[0]], { perm: [1, 0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2)] });
}

/** The correlation of every channel with every filter, summed over the batch: (C', M, ...kernel). */
function convolveBatches(context: Context, x: string, dy: string): string {
  const { builder, attributes, inputs } = context;
  const spatial = spatialOf(context, inputs[1]);
  const output = spatialOf(context, inputs[0]);
  const window = windowOf(attributes, attributes.kernel_shape, spatial);
  const { pads, outputPadding } = transposedPads(window, spatial, output);
  const product = builder.add('Conv', [x, dy], {
    dilations: window.strides,
    group: attributes.group,
    kernel_shape: output,
    pads,
    strides: window.dilations,
  });
  if (outputPadding.every((rows) => rows === 0)) return product;
  const axes = builder.ints(spatial.map((_, axis) => axis + 2));
  const starts = builder.ints(spatial.map(() => 0));
  return builder.add('Slice', [product, starts, builder.ints(window.kernel), axes]);
}

function backToWeight({ builder, type }: Context, product: string): string {
  const rank = type(product).shape.length;
  return builder.add('Transpose', [product], { perm: [1, 0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2)] });
}
