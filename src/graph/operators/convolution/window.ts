/**
 * The window that convolutions and pools slide over their input: kernel, strides, dilations, pads, and what
 * `auto_pad` makes of them. Formulas as in https://onnx.ai/onnx/operators/onnx__MaxPool.html
 */
import { addDims, ceilDivideDim, floorDivideDim, multiplyDims, namedDim, subtractDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { optional, string } from '../../operator.ts';

const padModes = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'] as const;

/** The attributes that every sliding operator has. */
export const windowAttributes = {
  auto_pad: string('NOTSET', ...padModes),
  dilations: optional.ints,
  pads: optional.ints,
  strides: optional.ints,
} as const;

export interface WindowAttributes {
  readonly auto_pad: (typeof padModes)[number];
  readonly dilations: readonly number[] | undefined;
  readonly pads: readonly number[] | undefined;
  readonly strides: readonly number[] | undefined;
}

/** One value an axis, all lists of the same length. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros before the first and after the last input position. */
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

/** Positions that the kernel spans along an axis, gaps included. */
export const extentOf = (window: Window, axis: number): number =>
  (window.kernel[axis] - 1) * window.dilations[axis] + 1;

/** The window over a spatial shape that is known. */
export function windowOf(attributes: WindowAttributes, kernel: readonly number[], spatial: readonly number[]): Window {
  const window = explicitWindow(attributes, kernel);
  if (attributes.auto_pad !== 'SAME_UPPER' && attributes.auto_pad !== 'SAME_LOWER') return window;
  const upper = attributes.auto_pad === 'SAME_UPPER';
  const pads = spatial.map((size, axis) => {
    const steps = Math.ceil(size / window.strides[axis]) - 1;
    return splitPads(Math.max(0, steps * window.strides[axis] + extentOf(window, axis) - size), upper);
  });
  return { ...window, begin: pads.map(([begin]) => begin), end: pads.map(([, end]) => end) };
}

/** Divides the zeros of an axis among its two ends; the odd one goes last where `upper`. */
export function splitPads(total: number, upper: boolean): readonly [number, number] {
  const less = Math.floor(total / 2);
  return upper ? [less, total - less] : [total - less, less];
}

/** Output dimensions of a window over a spatial shape that may be symbolic. */
export function windowDims(
  attributes: WindowAttributes,
  kernel: readonly number[],
  spatial: readonly Dim[],
  ceil = false,
): Dim[] {
  const window = explicitWindow(attributes, kernel);
  return spatial.map((size, axis) => {
    if (attributes.auto_pad.startsWith('SAME')) return ceilDivideDim(size, window.strides[axis]);
    const span = addDims(size, window.begin[axis] + window.end[axis] - extentOf(window, axis));
    return ceil ? ceilSteps(window, axis, size, span) : addDims(floorDivideDim(span, window.strides[axis]), 1);
  });
}

/** Output dimensions of the transposed operation: (size - 1) stride + output_padding + extent - pads. */
export function transposedDim(window: Window, axis: number, size: Dim, outputPadding: number): Dim {
  const steps = multiplyDims(subtractDims(size, 1), window.strides[axis]);
  return addDims(steps, outputPadding + extentOf(window, axis) - window.begin[axis] - window.end[axis]);
}

/** Positions of one window: 1024×1024, far above any network's. */
const mostPositions = 2 ** 20;

/** The message for lists of the wrong length or values that make no window; undefined when all is well. */
export function windowFault(
  attributes: WindowAttributes,
  kernel: readonly number[],
  spatialRank: number,
): string | undefined {
  if (!padModes.includes(attributes.auto_pad))
    return `auto_pad is "${attributes.auto_pad}"; it must be ${padModes.join(', ')}.`;
  const lists = { kernel_shape: kernel, strides: attributes.strides, dilations: attributes.dilations };
  for (const [name, list] of Object.entries(lists)) {
    if (list && list.length !== spatialRank)
      return `${name} has ${list.length} values, but the input has ${spatialRank} spatial dimensions.`;
    if (name === 'kernel_shape' && sizeOf(kernel) > mostPositions)
      return `kernel_shape is ${kernel.join('×')}; a window may have ${mostPositions} positions.`;
    if (list?.some((value) => value < 1)) return `${name} is ${list.join('×')}; each value must be at least 1.`;
  }
  const { pads } = attributes;
  if (pads && pads.length !== 2 * spatialRank)
    return `pads has ${pads.length} values; ${spatialRank} spatial dimensions take ${2 * spatialRank}.`;
  return pads?.some((value) => value < 0) ? `pads is ${pads.join(', ')}; no value may be negative.` : undefined;
}

// ---------------------------------------------------------------------------------------------

function explicitWindow(attributes: WindowAttributes, kernel: readonly number[]): Window {
  const rank = kernel.length;
  const fill = (value: number) => new Array<number>(rank).fill(value);
  const pads = (attributes.auto_pad === 'NOTSET' && attributes.pads) || fill(0).concat(fill(0));
  return {
    kernel,
    strides: attributes.strides ?? fill(1),
    dilations: attributes.dilations ?? fill(1),
    begin: pads.slice(0, rank),
    end: pads.slice(rank),
  };
}

/** With ceil_mode a last window may hang over the end, but never starts in the padding there. */
function ceilSteps(window: Window, axis: number, size: Dim, span: Dim): Dim {
  const stride = window.strides[axis];
  if (typeof size !== 'number' || typeof span !== 'number') return namedDim('ceilWindows', span, stride);
  const count = Math.ceil(span / stride) + 1;
  return (count - 1) * stride >= size + window.begin[axis] ? count - 1 : count;
}
