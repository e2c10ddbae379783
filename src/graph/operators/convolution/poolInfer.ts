/** What MaxPool, AveragePool and their gradients share: attributes, shape rule, window, loops. */
import { sizeOf } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { CostContext, InferContext } from '../../operator.ts';
import { int, required } from '../../operator.ts';
import { checked } from './convInfer.ts';
import type { Tap } from './taps.ts';
import { tapsOf } from './taps.ts';
import type { Window, WindowAttributes } from './window.ts';
import { windowAttributes, windowDims, windowFault } from './window.ts';

export const poolAttributes = { ...windowAttributes, ceil_mode: int(0), kernel_shape: required.ints } as const;

export interface PoolAttributes extends WindowAttributes {
  readonly ceil_mode: number;
  readonly kernel_shape: readonly number[];
}

/** (N, C, ...) pooled over each plane. */
export function inferPool(context: InferContext<PoolAttributes>): ValueType {
  const { dtype, shape } = context.input(0);
  const { kernel_shape: kernel, ceil_mode: ceil } = context.attributes;
  if (shape.length < 3) return context.fail(`the input has ${shape.length} dimensions; a pool needs at least 3.`);
  const fault = windowFault(context.attributes, kernel, shape.length - 2);
  if (fault) return context.fail(fault);
  const spatial = windowDims(context.attributes, kernel, shape.slice(2), ceil !== 0);
  return { dtype, shape: [...shape.slice(0, 2), ...checked(context, spatial)] };
}

/** The type of X, read from the shape that is an input of a pool's gradient. */
export function inferLikeShape(
  context: Pick<InferContext, 'input' | 'dims' | 'unknown'>,
  shapeInput: number,
): ValueType[] {
  const { dtype, shape } = context.input(0);
  return [{ dtype, shape: context.dims(shapeInput) ?? shape.map((_, axis) => context.unknown(`d${axis}`)) }];
}

/** One comparison or addition for each kernel position of each output. */
export const poolFlops = (context: Pick<CostContext<PoolAttributes>, 'outputs' | 'attributes'>): number =>
  sizeOf(context.outputs[0].shape) * sizeOf(context.attributes.kernel_shape);

/** Visits each plane with the taps of the window between it and its pooled plane. */
export function eachPlane(
  window: Window,
  input: readonly number[],
  output: readonly number[],
  visit: (tap: Tap, atInput: number, atOutput: number, plane: number) => void,
): void {
  const taps = tapsOf(window, input.slice(2), output.slice(2));
  const [inputSize, outputSize] = [sizeOf(input.slice(2)), sizeOf(output.slice(2))];
  const planes = input[0] * input[1];
  for (let plane = 0; plane < planes; plane++)
    for (const tap of taps) visit(tap, plane * inputSize, plane * outputSize, plane);
}

/** Attributes of a window as they stand in a node, with `auto_pad` resolved into pads. */
export function poolNode(window: Window, ceilMode: number) {
  return {
    ceil_mode: ceilMode,
    dilations: window.dilations,
    kernel_shape: window.kernel,
    pads: [...window.begin, ...window.end],
    strides: window.strides,
  };
}

/** The axes after the first two. */
export const spatialAxes = (rank: number): number[] => Array.from({ length: rank - 2 }, (_, axis) => axis + 2);
