/**
 * Resize by nearest or linear interpolation, axis by axis. Cubic interpolation and antialiasing are refused when shapes
 * are inferred. https://onnx.ai/onnx/operators/onnx__Resize.html
 */
import { GraphError } from '../../../core/errors.ts';
import { multiplyDims, namedDim } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { formatShape, isConcrete, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, float, int, optional, primitive, string } from '../../operator.ts';
import type { ResizeAttributes, ResizeAxis } from './resizeAxes.ts';
import { coordinateModes, namedAxes, nearestModes, resizeAxes, resizeTaps } from './resizeAxes.ts';

export const resize = defineOperator({
  name: 'Resize',
  domain: '',
  since: 19,
  attributes: {
    antialias: int(0),
    axes: optional.ints,
    coordinate_transformation_mode: string('half_pixel', ...coordinateModes),
    extrapolation_value: float(0),
    keep_aspect_ratio_policy: string('stretch', 'not_larger', 'not_smaller'),
    mode: string('nearest', 'linear'),
    nearest_mode: string('round_prefer_floor', ...nearestModes),
  },
  arity: [1, 4],
  infer: inferResize,
  flops: ({ outputs, attributes }) => (attributes.mode === 'linear' ? 8 : 0) * sizeOf(outputs[0].shape),
  reference: ({ input, inputs, attributes }) => {
    const given = { roi: filled(inputs[1]), scales: filled(inputs[2]), sizes: filled(inputs[3]) };
    const axes = resizeAxes(attributes, input(0).shape, given);
    return [axes.reduce((x, axis) => resizeAxis(x, axis, attributes), input(0))];
  },
  gradient: differentiable<ResizeAttributes>((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [resizeBack(context, g)] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const filled = (numbers: Numbers | undefined): Numbers | undefined => (numbers?.data.length ? numbers : undefined);

function inferResize(context: InferContext<ResizeAttributes>): ValueType[] {
  checkModes(context);
  const { dtype, shape } = context.input(0);
  const given = [2, 3].filter((i) => context.inputs[i] && context.inputs[i].shape[0] !== 0);
  if (given.length !== 1) return context.fail('it needs either scales or sizes, not both and not neither.');
  const values = context.dims(given[0]);
  const axes = namedAxes(context.attributes, shape.length);
  if (!values)
    return [{ dtype, shape: shape.map((dim, axis) => (axes.includes(axis) ? context.unknown(`d${axis}`) : dim)) }];
  if (values.length !== axes.length) return context.fail(`${values.length} values are given for ${axes.length} axes.`);
  const resized = [...shape];
  const dims = given[0] === 2 ? scaledDims(shape, axes, values) : sizedDims(context, axes, values);
  axes.forEach((axis, i) => {
    resized[axis] = dims[i];
  });
  return [{ dtype, shape: resized }];
}

function checkModes(context: InferContext<ResizeAttributes>): void {
  const { mode, antialias, coordinate_transformation_mode, nearest_mode, keep_aspect_ratio_policy } =
    context.attributes;
  const among = (name: string, value: string, values: readonly string[]) => {
    if (!values.includes(value)) context.fail(`${name} is "${value}"; Decant computes ${values.join(', ')}.`);
  };
  among('mode', mode, ['nearest', 'linear']);
  among('coordinate_transformation_mode', coordinate_transformation_mode, coordinateModes);
  among('nearest_mode', nearest_mode, nearestModes);
  among('keep_aspect_ratio_policy', keep_aspect_ratio_policy, ['stretch', 'not_larger', 'not_smaller']);
  if (antialias !== 0) context.fail('antialias is set; Decant computes Resize without antialiasing.');
}

function scaledDims(shape: readonly Dim[], axes: readonly number[], scales: readonly Dim[]): Dim[] {
  return axes.map((axis, i) => {
    const [size, scale] = [shape[axis], scales[i]];
    if (typeof size === 'number' && typeof scale === 'number') return Math.floor(size * scale);
    if (typeof scale === 'number' && Number.isInteger(scale)) return multiplyDims(size, scale);
    return namedDim('resized', size, scale);
  });
}

function sizedDims(
  context: InferContext<ResizeAttributes>,
  axes: readonly number[],
  sizes: readonly Dim[],
): readonly Dim[] {
  if (context.attributes.keep_aspect_ratio_policy === 'stretch') return sizes;
  const { shape } = context.input(0);
  const numbers = context.constant(3);
  const own = axes.map((axis) => shape[axis]);
  if (!numbers || !isConcrete(own)) return axes.map((axis) => context.unknown(`d${axis}`));
  const given = { roi: undefined, scales: undefined, sizes: numbers };
  return resizeAxes({ ...context.attributes, axes: undefined }, own, given).map(({ output }) => output);
}

/** One axis: `outer` rows of `input` positions of `inner` values each. */
function resizeAxis(x: Numbers, axis: ResizeAxis, attributes: ResizeAttributes): Numbers {
  const taps = resizeTaps(attributes, axis);
  const inner = sizeOf(x.shape.slice(axis.axis + 1));
  const outer = sizeOf(x.shape.slice(0, axis.axis));
  const data = new Float64Array(outer * axis.output * inner);
  for (let row = 0; row < outer; row++) {
    taps.forEach(({ outside, reads }, position) => {
      const to = (row * axis.output + position) * inner;
      if (outside) data.fill(attributes.extrapolation_value, to, to + inner);
      else
        for (const [source, weight] of reads) {
          const from = (row * axis.input + source) * inner;
          for (let i = 0; i < inner; i++) data[to + i] += weight * x.data[from + i];
        }
    });
  }
  return { dtype: x.dtype, shape: x.shape.with(axis.axis, axis.output), data };
}

/** Each axis is a matrix (output, input); its transpose takes the gradient back. */
function resizeBack(context: GradientContext<ResizeAttributes>, gradient: string): string {
  const { builder, inputs, attributes, type } = context;
  const [x, ...rest] = inputs;
  const { shape } = type(x);
  const numbers = rest.map((name) => (name ? filled(builder.known(name)) : undefined));
  const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : 1));
  const axes = resizeAxes(attributes, sizes, { roi: numbers[0], scales: numbers[1], sizes: numbers[2] });
  const changed = axes.filter((axis) => !isIdentity(attributes, axis));
  if (!(numbers[1] ?? numbers[2]) || changed.some(({ axis }) => typeof shape[axis] !== 'number'))
    throw new GraphError(
      'graph/symbolic',
      `The Resize that makes "${context.outputs[0]}" can be differentiated only when its scales and the resized dimensions of ${formatShape(shape)} are known.`,
      { value: context.outputs[0] },
    );
  return changed.reduce((g, axis) => axisBack(context, g, axis), gradient);
}

function isIdentity(attributes: ResizeAttributes, axis: ResizeAxis): boolean {
  const taps = resizeTaps(attributes, axis);
  const same = ({ outside, reads }: (typeof taps)[number], i: number) =>
    !outside && reads.length === 1 && reads[0][0] === i;
  return axis.input === axis.output && taps.every(same);
}

function axisBack(context: GradientContext<ResizeAttributes>, gradient: string, axis: ResizeAxis): string {
  const { builder, type, attributes } = context;
  const { shape, dtype } = type(gradient);
  const matrix = new Float64Array(axis.output * axis.input);
  resizeTaps(attributes, axis).forEach(({ outside, reads }, row) => {
    if (!outside) for (const [source, weight] of reads) matrix[row * axis.input + source] += weight;
  });
  const weights = builder.constant(dtype, [axis.output, axis.input], matrix);
  const last = shape.length - 1;
  const perm = shape.map((_, at) => (at === axis.axis ? last : at === last ? axis.axis : at));
  const swap = (value: string) => (axis.axis === last ? value : builder.add('Transpose', [value], { perm }));
  return swap(builder.add('MatMul', [swap(gradient), weights]));
}
