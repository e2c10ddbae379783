/** Conv: X (N, C, ...) with W (M, C/group, ...) and bias B (M). https://onnx.ai/onnx/operators/onnx__Conv.html */
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import type { ConvAttributes } from './convInfer.ts';
import { convAttributes, convFlops, convShape, convWindow } from './convInfer.ts';
import { convolve } from './convolve.ts';
import { spatialOf } from './spatial.ts';
import { transposedPads } from './transposedPads.ts';
import { windowOf } from './window.ts';

export const conv = defineOperator({
  name: 'Conv',
  domain: '',
  since: 11,
  attributes: convAttributes,
  arity: [2, 3],
  infer: (context) => {
    const x = context.input(0);
    return [{ dtype: x.dtype, shape: convShape(context, x.shape, context.input(1).shape) }];
  },
  flops: (context) => convFlops(context, 1),
  reference: ({ input, inputs, outputs, attributes }) => {
    const [x, w] = [input(0), input(1)];
    const window = convWindow(attributes, x.shape, w.shape);
    return [convolve(x, w, inputs[2], outputs[0], window, attributes.group)];
  },
  gradient: differentiable<ConvAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    return [gradientOfInput(context, g), gradientOfWeight(context, g), gradientOfBias(context, g)];
  }),
  decomposition: primitive,
});

/** The gradient of a bias that was added to every position: dY summed over all axes but the channels. */
export function gradientOfBias(context: GradientContext, gradient: string): string | undefined {
  if (context.inputs[2] === undefined || context.inputs[2] === '' || !context.wanted(2)) return undefined;
  const rank = context.type(gradient).shape.length;
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1);
  return context.builder.add('ReduceSum', [gradient, context.builder.ints(axes)], { keepdims: 0 });
}

// ---------------------------------------------------------------------------------------------

function gradientOfInput(context: GradientContext<ConvAttributes>, gradient: string): string | undefined {
  if (!context.wanted(0)) return undefined;
  const { window, spatial, output } = geometry(context, gradient);
  const { pads, outputPadding } = transposedPads(window, spatial, output);
  return context.builder.add('ConvTranspose', [gradient, context.inputs[1]], {
    dilations: window.dilations,
    group: context.attributes.group,
    kernel_shape: window.kernel,
    output_padding: outputPadding,
    pads,
    strides: window.strides,
  });
}

function gradientOfWeight(context: GradientContext<ConvAttributes>, gradient: string): string | undefined {
  if (!context.wanted(1)) return undefined;
  const { window } = geometry(context, gradient);
  return context.builder.add('ConvWeightGradient', [gradient, context.inputs[0]], {
    dilations: window.dilations,
    group: context.attributes.group,
    kernel_shape: window.kernel,
    pads: [...window.begin, ...window.end],
    strides: window.strides,
  });
}

function geometry(context: GradientContext<ConvAttributes>, gradient: string) {
  const [x, w] = context.inputs;
  const spatial = spatialOf(context, x);
  const window = windowOf(context.attributes, spatialOf(context, w), spatial);
  return { window, spatial, output: spatialOf(context, gradient) };
}
