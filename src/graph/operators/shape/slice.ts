/**
 * Slice: every step-th element from a start up to an end, along some axes; numpy's rules, negative steps included.
 * https://onnx.ai/onnx/operators/onnx__Slice.html
 */
import { addDims, ceilDivideDim, namedDim, subtractDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { normalizeAxis, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { copyStrided, noFlops, scatterBack } from './movement.ts';

export const slice = defineOperator({
  name: 'Slice',
  domain: '',
  since: 13,
  attributes: {},
  arity: [3, 5],
  infer: inferSlice,
  dims: (context) => {
    const [data, starts, ends] = [context.dims(0), context.constant(1), context.constant(2)];
    if (!data || context.input(0).shape.length !== 1 || !starts || !ends) return undefined;
    const range = rangeOf(data.length, starts.data[0], ends.data[0], context.constant(4)?.data[0] ?? 1);
    return Array.from({ length: range.count }, (_, i) => data[range.start + i * range.step]);
  },
  flops: noFlops,
  reference: ({ input, inputs, outputs }) => {
    const x = input(0);
    const strides = [...stridesOf(x.shape)];
    const ranges = rangesOf(x.shape, input(1), input(2), inputs[3], inputs[4]);
    const offset = ranges.reduce((sum, range, axis) => sum + range.start * strides[axis], 0);
    const steps = ranges.map((range, axis) => range.step * strides[axis]);
    return [copyStrided(x, outputs[0], steps, offset)];
  },
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [spreadBack(context, g)] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

interface SliceRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** numpy's slice(start, end, step) of an axis. */
function rangeOf(size: number, start: number, end: number, step: number): SliceRange {
  const wrap = (value: number) => (value < 0 ? value + size : value);
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const from = clamp(wrap(start), low, high);
  const to = clamp(wrap(end), low, high);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

function rangesOf(
  shape: readonly number[],
  starts: Numbers,
  ends: Numbers,
  axes: Numbers | undefined,
  steps: Numbers | undefined,
): SliceRange[] {
  const ranges = shape.map((size): SliceRange => ({ start: 0, step: 1, count: size }));
  starts.data.forEach((start, i) => {
    const axis = normalizeAxis(axes?.data[i] ?? i, shape.length);
    ranges[axis] = rangeOf(shape[axis], start, ends.data[i], steps?.data[i] ?? 1);
  });
  return ranges;
}

function inferSlice(context: InferContext): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axes = axesOf(context, shape.length);
  if (!axes) return [{ dtype, shape: shape.map((_, axis) => context.unknown(`d${axis}`)) }];
  const [starts, ends] = [context.dims(1), context.dims(2)];
  const steps = context.inputs[4] ? context.constant(4) : undefined;
  const result = [...shape];
  axes.forEach((axis, i) => {
    const step = context.inputs[4] ? steps?.data[i] : 1;
    if (step === 0) context.fail('a step is 0; it must be positive or negative.');
    const known = starts && ends && step !== undefined;
    result[axis] = known ? slicedDim(shape[axis], starts[i], ends[i], step) : context.unknown(`d${axis}`);
  });
  return [{ dtype, shape: result }];
}

/** The sliced axes, counted from the front; undefined when only running can tell. */
function axesOf(context: InferContext, rank: number): number[] | undefined {
  if (context.inputs[3]) {
    const axes = context.constant(3);
    return axes && Array.from(axes.data, (axis) => normalizeAxis(axis, rank));
  }
  const [count] = context.input(1).shape;
  return typeof count === 'number' ? Array.from({ length: count }, (_, axis) => axis) : undefined;
}

/** Bounds as large as this mean "to the end"; exporters write the largest int32 or int64. */
const unbounded = 2 ** 31 - 1;

function slicedDim(size: Dim, start: Dim, end: Dim, step: number): Dim {
  if (typeof size === 'number' && typeof start === 'number' && typeof end === 'number')
    return rangeOf(size, start, end, step).count;
  if (step < 0) return reversedDim(size, start, end, step);
  const from = boundDim(size, start);
  const to = boundDim(size, end);
  const single = typeof to === 'number' && typeof from === 'number' && to - from > 1 && typeof size === 'string';
  const span = single ? namedDim('slice', size, from, to) : subtractDims(to, from);
  return ceilDivideDim(span, step);
}

/** A bound within an axis whose size may be a name; names are taken to lie inside the axis. */
function boundDim(size: Dim, bound: Dim): Dim {
  if (typeof bound === 'string') return bound;
  if (bound >= unbounded) return size;
  if (bound <= -unbounded) return 0;
  return bound < 0 ? addDims(size, bound) : bound;
}

function reversedDim(size: Dim, start: Dim, end: Dim, step: number): Dim {
  const whole = (start === -1 || (typeof start === 'number' && start >= unbounded)) && Number(end) <= -unbounded;
  return whole ? ceilDivideDim(size, -step) : namedDim('slice', size, start, end, step);
}

/** Pads with zeros where every step is 1 and the place is known; else adds back position by position. */
function spreadBack(context: GradientContext, gradient: string): string {
  const { builder, inputs, type } = context;
  const [x, starts, ends, axes = '', steps = ''] = inputs;
  const pads = padsOf(context);
  if (pads) return builder.add('Pad', [gradient, builder.ints(pads), builder.scalar(0, type(gradient).dtype)]);
  const rest = steps ? [axes, steps] : axes ? [axes] : [];
  return scatterBack(context, gradient, x, (positions) => builder.add('Slice', [positions, starts, ends, ...rest]));
}

function padsOf({ builder, inputs, type }: GradientContext): number[] | undefined {
  const { shape } = type(inputs[0]);
  const [starts, ends, axes, steps] = inputs.slice(1).map((name) => (name === '' ? undefined : builder.known(name)));
  const missing = inputs.slice(1).some((name) => name !== '' && !builder.known(name));
  if (missing || !starts || !ends || steps?.data.some((step) => step !== 1)) return undefined;
  const sizes = shape.map(Number);
  const touched = Array.from(starts.data, (_, i) => normalizeAxis(axes?.data[i] ?? i, shape.length));
  if (touched.some((axis) => Number.isNaN(sizes[axis]))) return undefined;
  const known = sizes.map((size) => (Number.isNaN(size) ? 0 : size));
  const ranges = rangesOf(known, starts, ends, axes, steps);
  return [...ranges.map(({ start }) => start), ...ranges.map(({ start, count }, axis) => known[axis] - start - count)];
}
