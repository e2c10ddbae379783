/**
 * How Resize maps output positions to input positions along one axis, and from which inputs with which weights it reads.
 * Formulas as in https://onnx.ai/onnx/operators/onnx__Resize.html
 */

import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';

export const coordinateModes = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_crop_and_resize',
] as const;
export const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

export interface ResizeAttributes {
  readonly antialias: number;
  readonly axes: readonly number[] | undefined;
  readonly coordinate_transformation_mode: (typeof coordinateModes)[number];
  readonly extrapolation_value: number;
  readonly keep_aspect_ratio_policy: 'stretch' | 'not_larger' | 'not_smaller';
  readonly mode: 'nearest' | 'linear';
  readonly nearest_mode: (typeof nearestModes)[number];
}

/** The inputs of a Resize after X; empty tensors count as left out. */
export interface ResizeInputs {
  readonly roi: Numbers | undefined;
  readonly scales: Numbers | undefined;
  readonly sizes: Numbers | undefined;
}

export interface ResizeAxis {
  readonly axis: number;
  readonly input: number;
  readonly output: number;
  /** Output positions for one input position, as a fraction that stays exact when sizes are given. */
  readonly scale: readonly [numerator: number, denominator: number];
  readonly roi: readonly [start: number, end: number];
}

/** One output position: what it reads; `outside` positions take the extrapolation value. */
export interface ResizeTap {
  readonly outside: boolean;
  readonly reads: readonly (readonly [position: number, weight: number])[];
}

/** The axes that a Resize names, in its order. */
export const namedAxes = ({ axes }: Pick<ResizeAttributes, 'axes'>, rank: number): readonly number[] =>
  axes?.map((axis) => normalizeAxis(axis, rank)) ?? Array.from({ length: rank }, (_, axis) => axis);

/** Every resized axis of a concrete shape. */
export function resizeAxes(attributes: ResizeAttributes, shape: readonly number[], given: ResizeInputs): ResizeAxis[] {
  const axes = namedAxes(attributes, shape.length);
  return axes.map((axis, i) => {
    const scale = scaleOf(attributes, shape, axes, given, i);
    const roi = [given.roi?.data[i] ?? 0, given.roi?.data[i + axes.length] ?? 1] as const;
    return { axis, input: shape[axis], output: outputOf(attributes, shape[axis], scale, given, i), scale, roi };
  });
}

/** What each output position of an axis reads. */
export function resizeTaps(attributes: ResizeAttributes, axis: ResizeAxis): ResizeTap[] {
  return Array.from({ length: axis.output }, (_, position) => {
    const x = originalPosition(attributes, axis, position);
    const outside = attributes.coordinate_transformation_mode === 'tf_crop_and_resize' && (x < 0 || x > axis.input - 1);
    return { outside, reads: attributes.mode === 'linear' ? linearReads(x, axis) : nearestRead(attributes, x, axis) };
  });
}

// ---------------------------------------------------------------------------------------------

function scaleOf(
  attributes: ResizeAttributes,
  shape: readonly number[],
  axes: readonly number[],
  { scales, sizes }: ResizeInputs,
  i: number,
): readonly [number, number] {
  if (scales) return [scales.data[i], 1];
  if (!sizes) return [1, 1];
  if (attributes.keep_aspect_ratio_policy === 'stretch') return [sizes.data[i], shape[axes[i]]];
  const ratios = axes.map((axis, at) => [sizes.data[at], shape[axis]] as const);
  const sorted = ratios.toSorted(([a, b], [c, d]) => a / b - c / d);
  return attributes.keep_aspect_ratio_policy === 'not_larger' ? sorted[0] : sorted[sorted.length - 1];
}

function outputOf(
  attributes: ResizeAttributes,
  size: number,
  [numerator, denominator]: readonly [number, number],
  { scales, sizes }: ResizeInputs,
  i: number,
): number {
  const scaled = (size * numerator) / denominator;
  if (scales) return Math.floor(scaled);
  const stretched = attributes.keep_aspect_ratio_policy === 'stretch';
  return stretched ? (sizes?.data[i] ?? size) : Math.floor(scaled + 0.5);
}

function originalPosition(attributes: ResizeAttributes, axis: ResizeAxis, position: number): number {
  const { input, output, roi } = axis;
  const [numerator, denominator] = axis.scale;
  const centred = ((position + 0.5) * denominator) / numerator - 0.5;
  const mode = attributes.coordinate_transformation_mode;
  switch (mode) {
    case 'half_pixel':
      return centred;
    case 'half_pixel_symmetric':
      return (input / 2) * (1 - (output * denominator) / (numerator * input)) + centred;
    case 'pytorch_half_pixel':
      return output > 1 ? centred : 0;
    case 'align_corners':
      return output > 1 ? (position * (input - 1)) / (output - 1) : 0;
    case 'asymmetric':
      return (position * denominator) / numerator;
    case 'tf_crop_and_resize': {
      const [start, end] = roi;
      if (output <= 1) return ((start + end) * (input - 1)) / 2;
      return start * (input - 1) + (position * (end - start) * (input - 1)) / (output - 1);
    }
    default:
      return mode satisfies never;
  }
}

const clamp = (position: number, { input }: ResizeAxis): number => Math.min(input - 1, Math.max(0, position));

function linearReads(x: number, axis: ResizeAxis): ResizeTap['reads'] {
  const left = Math.floor(x);
  const share = x - left;
  if (share === 0) return [[clamp(left, axis), 1]];
  return [
    [clamp(left, axis), 1 - share],
    [clamp(left + 1, axis), share],
  ];
}

function nearestRead({ nearest_mode: mode }: ResizeAttributes, x: number, axis: ResizeAxis): ResizeTap['reads'] {
  switch (mode) {
    case 'round_prefer_floor':
      return [[clamp(Math.ceil(x - 0.5), axis), 1]];
    case 'round_prefer_ceil':
      return [[clamp(Math.floor(x + 0.5), axis), 1]];
    case 'floor':
      return [[clamp(Math.floor(x), axis), 1]];
    case 'ceil':
      return [[clamp(Math.ceil(x), axis), 1]];
    default:
      return mode satisfies never;
  }
}
