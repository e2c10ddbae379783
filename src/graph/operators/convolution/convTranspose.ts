/**
 * ConvTranspose: the adjoint of Conv in its input. X (N, C, ...), W (C, M/group, ...), bias B (M).
 * https://onnx.ai/onnx/operators/onnx__ConvTranspose.html
 */
import { multiplyDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { isConcrete, sizeOf } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, optional, primitive } from '../../operator.ts';
import { gradientOfBias } from './conv.ts';
import type { ConvAttributes } from './convInfer.ts';
import { checked, convAttributes, kernelOf } from './convInfer.ts';
import { convolveTransposed } from './convolve.ts';
import { spatialOf } from './spatial.ts';
import type { Window } from './window.ts';
import { splitPads, transposedDim, windowFault, windowOf } from './window.ts';

interface TransposeAttributes extends ConvAttributes {
  readonly output_padding: readonly number[] | undefined;
  readonly output_shape: readonly number[] | undefined;
}

export const convTranspose = defineOperator({
  name: 'ConvTranspose',
  domain: '',
  since: 11,
  attributes: { ...convAttributes, output_padding: optional.ints, output_shape: optional.ints },
  arity: [2, 3],
  infer: inferTransposed,
  flops: ({ inputs }) => 2 * sizeOf(inputs[0]?.shape ?? []) * sizeOf(inputs[1]?.shape.slice(1) ?? []),
  reference: ({ input, inputs, outputs, attributes }) => {
    const [x, w] = [input(0), input(1)];
    const window = transposedWindow(attributes, w.shape.slice(2), x.shape.slice(2));
    return [convolveTransposed(x, w, inputs[2], outputs[0], window, attributes.group)];
  },
  gradient: differentiable<TransposeAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    return [gradientOfInput(context, g), gradientOfWeight(context, g), gradientOfBias(context, g)];
  }),
  decomposition: primitive,
});

/** The window of a transposed convolution whose shapes are known; its pads crop the output. */
export function transposedWindow(
  attributes: TransposeAttributes,
  kernel: readonly number[],
  spatial: readonly number[],
): Window {
  const { auto_pad, output_shape: wanted } = attributes;
  const plain = windowOf({ ...attributes, auto_pad: auto_pad === 'NOTSET' ? auto_pad : 'VALID' }, kernel, spatial);
  if (!wanted && !auto_pad.startsWith('SAME')) return plain;
  const uncropped = { ...plain, begin: plain.begin.map(() => 0), end: plain.end.map(() => 0) };
  const pads = spatial.map((size, axis) => {
    const full = Number(transposedDim(uncropped, axis, size, attributes.output_padding?.[axis] ?? 0));
    const target = wanted ? wanted[axis + wanted.length - spatial.length] : size * plain.strides[axis];
    return splitPads(Math.max(0, full - target), auto_pad === 'SAME_UPPER');
  });
  return { ...plain, begin: pads.map(([begin]) => begin), end: pads.map(([, end]) => end) };
}

// ---------------------------------------------------------------------------------------------

function inferTransposed(context: InferContext<TransposeAttributes>): ValueType[] {
  const { attributes } = context;
  const { dtype, shape: x } = context.input(0);
  const { shape: w } = context.input(1);
  if (x.length < 3 || w.length !== x.length)
    return context.fail(`X has ${x.length} dimensions and W ${w.length}; both need the same number, at least 3.`);
  if (attributes.group < 1) return context.fail(`group is ${attributes.group}; it must be at least 1.`);
  const kernel = kernelOf(context, w);
  const fault = windowFault(attributes, kernel, x.length - 2);
  if (fault) return context.fail(fault);
  if (typeof x[1] === 'number' && typeof w[0] === 'number' && x[1] !== w[0])
    return context.fail(`X has ${x[1]} channels, but W takes ${w[0]}.`);
  const padding = attributes.output_padding ?? [];
  if (padding.some((value, axis) => value < 0 || value >= (attributes.strides?.[axis] ?? 1)))
    return context.fail(`output_padding is ${padding.join('×')}; each value must be smaller than the stride.`);
  const spatial = checked(context, transposedDims(attributes, kernel, x.slice(2)));
  return [{ dtype, shape: [x[0], multiplyDims(w[1], attributes.group), ...spatial] }];
}

function transposedDims(
  attributes: TransposeAttributes,
  kernel: readonly number[],
  spatial: readonly Dim[],
): readonly Dim[] {
  if (attributes.output_shape) return attributes.output_shape.slice(-spatial.length);
  const strides = attributes.strides ?? spatial.map(() => 1);
  if (attributes.auto_pad.startsWith('SAME')) return spatial.map((size, axis) => multiplyDims(size, strides[axis]));
  const window = transposedWindow(attributes, kernel, isConcrete(spatial) ? spatial : kernel);
  return spatial.map((size, axis) => transposedDim(window, axis, size, attributes.output_padding?.[axis] ?? 0));
}

/** dX = Conv(dY, W): Conv's weight of the same layout takes M channels to C filters. */
function gradientOfInput(context: GradientContext<TransposeAttributes>, gradient: string): string | undefined {
  if (!context.wanted(0)) return undefined;
  const { builder, inputs } = context;
  return builder.add('Conv', [gradient, inputs[1]], convolutionBack(context));
}

/** dW: the roles of input and output are exchanged, so X stands where dY stands for Conv. */
function gradientOfWeight(context: GradientContext<TransposeAttributes>, gradient: string): string | undefined {
  if (!context.wanted(1)) return undefined;
  const { builder, inputs } = context;
  return builder.add('ConvWeightGradient', [inputs[0], gradient], convolutionBack(context));
}

/** Attributes of the Conv that takes the output's positions back to exactly the input's. */
function convolutionBack(context: GradientContext<TransposeAttributes>) {
  const [x, w] = context.inputs;
  const window = transposedWindow(context.attributes, spatialOf(context, w), spatialOf(context, x));
  return {
    dilations: window.dilations,
    group: context.attributes.group,
    kernel_shape: window.kernel,
    pads: [...window.begin, ...window.end],
    strides: window.strides,
  };
}
