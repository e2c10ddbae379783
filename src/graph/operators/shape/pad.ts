/**
 * Pad: more elements before and after each axis (constant, reflect, edge or wrap), or fewer where a pad is negative.
 * https://onnx.ai/onnx/operators/onnx__Pad.html
 */
import { addDims } from '../../../tensor/dims.ts';
import { normalizeAxis, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive, string } from '../../operator.ts';
import { copyIndexed, noFlops, scatterBack, unknownDims } from './movement.ts';

type PadMode = 'constant' | 'reflect' | 'edge' | 'wrap';

interface PadAttributes {
  readonly mode: PadMode;
}

export const pad = defineOperator({
  name: 'Pad',
  domain: '',
  since: 19,
  attributes: { mode: string('constant', 'reflect', 'edge', 'wrap') },
  arity: [2, 4],
  infer: inferPad,
  flops: noFlops,
  reference: ({ input, inputs, outputs, attributes }) => {
    const sources = sourcesOf(input(0).shape, input(1), inputs[3], attributes.mode);
    return [copyPadded(input(0), outputs[0], sources, inputs[2]?.data[0] ?? 0)];
  },
  gradient: differentiable<PadAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    const back = context.attributes.mode === 'constant' ? cropped(context, g) : folded(context, g);
    const fill = context.inputs[2] && context.wanted(2) ? lost(context, g, back) : undefined;
    return [back, undefined, fill];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferPad(context: InferContext<PadAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  if (!['constant', 'reflect', 'edge', 'wrap'].includes(context.attributes.mode))
    return context.fail(`mode is "${context.attributes.mode}"; it must be constant, reflect, edge or wrap.`);
  const pads = context.dims(1);
  const axes = context.inputs[3] ? context.constant(3) : { data: shape.map((_, axis) => axis) };
  if (!pads || !axes) return [{ dtype, shape: unknownDims(context, shape.length) }];
  const count = axes.data.length;
  if (pads.length !== 2 * count)
    return context.fail(`pads has ${pads.length} values; ${count} axes take ${2 * count}.`);
  const padded = [...shape];
  Array.from(axes.data).forEach((attribute, i) => {
    const axis = normalizeAxis(attribute, shape.length);
    padded[axis] = addDims(padded[axis], addDims(pads[i], pads[i + count]));
    if (Number(padded[axis]) < 0) context.fail(`axis ${axis} would have ${padded[axis]} elements.`);
  });
  return [{ dtype, shape: padded }];
}

/** For each axis and each output position along it, the input position; -1 where the constant goes. */
function sourcesOf(shape: readonly number[], pads: Numbers, axes: Numbers | undefined, mode: PadMode): number[][] {
  const sources = shape.map((size) => Array.from({ length: size }, (_, i) => i));
  const count = pads.data.length / 2;
  for (let i = 0; i < count; i++) {
    const axis = normalizeAxis(axes?.data[i] ?? i, shape.length);
    sources[axis] = axisSources(shape[axis], pads.data[i], pads.data[i + count], mode);
  }
  return sources;
}

/** Negative pads crop first; the modes continue what is left. */
function axisSources(size: number, begin: number, end: number, mode: PadMode): number[] {
  const first = Math.max(0, -begin);
  const kept = Math.max(0, size - first - Math.max(0, -end));
  const length = Math.max(0, size + begin + end);
  return Array.from({ length }, (_, i) => {
    const source = continued(i - Math.max(0, begin), kept, mode);
    return source < 0 ? -1 : source + first;
  });
}

function continued(position: number, size: number, mode: PadMode): number {
  if (position >= 0 && position < size) return position;
  if (size === 0) return -1;
  switch (mode) {
    case 'constant':
      return -1;
    case 'edge':
      return position < 0 ? 0 : size - 1;
    case 'wrap':
      return ((position % size) + size) % size;
    case 'reflect': {
      if (size === 1) return 0;
      const period = 2 * (size - 1);
      const folded = ((position % period) + period) % period;
      return Math.min(folded, period - folded);
    }
    default:
      return mode satisfies never;
  }
}

function copyPadded(x: Numbers, output: ConcreteType, sources: number[][], fill: number): Numbers {
  const strides = stridesOf(x.shape);
  const offsets = sources.map((list, axis) => list.map((source) => (source < 0 ? -1 : source * strides[axis])));
  const at = (index: readonly number[]): number => {
    let position = 0;
    for (let axis = 0; axis < index.length; axis++) {
      const offset = offsets[axis][index[axis]];
      if (offset < 0) return -1;
      position += offset;
    }
    return position;
  };
  return copyIndexed(x, output, at, fill);
}

/** The gradient without the padding: a pad by the negated amounts, which restores what was cropped as zeros. */
function cropped(context: GradientContext, gradient: string): string {
  const { builder, inputs, type } = context;
  const [, pads, , axes = ''] = inputs;
  const known = builder.known(pads);
  const negated = known ? builder.ints(Array.from(known.data, (value) => 0 - value)) : builder.add('Neg', [pads]);
  const zero = builder.scalar(0, type(gradient).dtype);
  return builder.add('Pad', [gradient, negated, zero, ...(axes ? [axes] : [])]);
}

/** Repeated elements collect the gradients of all their copies. */
function folded(context: GradientContext<PadAttributes>, gradient: string): string {
  const { builder, inputs, attributes } = context;
  const [x, pads, , axes = ''] = inputs;
  const rest = axes ? ['', axes] : [];
  return scatterBack(context, gradient, x, (positions) =>
    builder.add('Pad', [positions, pads, ...rest], { mode: attributes.mode }),
  );
}

/** The gradient of the constant: everything that does not belong to the input. */
function lost(context: GradientContext, gradient: string, back: string): string {
  const { builder, inputs } = context;
  const total = (value: string) => builder.add('ReduceSum', [value], { keepdims: 0 });
  const rest = builder.add('Sub', [total(gradient), total(back)]);
  return context.type(inputs[2]).shape.length === 0 ? rest : builder.add('Unsqueeze', [rest, builder.ints([0])]);
}
