/** Gather: slices of an axis, chosen by an integer tensor. https://onnx.ai/onnx/operators/onnx__Gather.html */
import { GraphError } from '../../../core/errors.ts';
import { normalizeAxis, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { filledWith, shapeValue } from '../shapeValue.ts';
import { noFlops } from './movement.ts';

interface GatherAttributes {
  readonly axis: number;
}

export const gather = defineOperator({
  name: 'Gather',
  domain: '',
  since: 13,
  attributes: { axis: int(0) },
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const axis = normalizeAxis(context.attributes.axis, shape.length);
    return [{ dtype, shape: [...shape.slice(0, axis), ...context.input(1).shape, ...shape.slice(axis + 1)] }];
  },
  dims: (context) => {
    const [data, indices] = [context.dims(0), context.constant(1)];
    if (!data || !indices || context.input(0).shape.length !== 1 || indices.shape.length > 1) return undefined;
    return Array.from(indices.data, (index) => data[checkedIndex(index, data.length)]);
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => [gatherSlices(input(0), input(1), outputs[0], attributes.axis)],
  gradient: differentiable<GatherAttributes>((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [scatterSlices(context, g)] : [];
  }),
  decomposition: primitive,
});

/**
 * An index counted from the front.
 *
 * @throws GraphError `graph/index` when it lies outside the axis
 */
export function checkedIndex(index: number, size: number): number {
  if (index >= -size && index < size) return index < 0 ? index + size : index;
  throw new GraphError('graph/index', `The index ${index} lies outside an axis of ${size} elements.`, { index, size });
}

// ---------------------------------------------------------------------------------------------

function gatherSlices(x: Numbers, indices: Numbers, output: ConcreteType, attribute: number): Numbers {
  const axis = normalizeAxis(attribute, x.shape.length);
  const width = sizeOf(x.shape.slice(axis + 1));
  const outer = sizeOf(x.shape.slice(0, axis));
  const data = new Float64Array(sizeOf(output.shape));
  let at = 0;
  for (let row = 0; row < outer; row++) {
    for (const index of indices.data) {
      const from = (row * x.shape[axis] + checkedIndex(index, x.shape[axis])) * width;
      data.set(x.data.subarray(from, from + width), at);
      at += width;
    }
  }
  return { dtype: output.dtype, shape: output.shape, data };
}

/** Adds each slice of the gradient to where it came from: ScatterND over the gathered axis, brought to the front. */
function scatterSlices(context: GradientContext<GatherAttributes>, gradient: string): string {
  const { builder, inputs, type } = context;
  const [x, indices] = inputs;
  const rank = type(x).shape.length;
  const chosen = type(indices).shape.length;
  const axis = normalizeAxis(context.attributes.axis, rank);
  const front = [axis, ...range(0, axis), ...range(axis + 1, rank)];
  const move = (value: string, perm: number[]) => (axis === 0 ? value : builder.add('Transpose', [value], { perm }));
  const updates = move(gradient, [
    ...range(axis, axis + chosen),
    ...range(0, axis),
    ...range(axis + chosen, rank - 1 + chosen),
  ]);
  const shape = axis === 0 ? shapeValue(context, x) : reordered(context, x, front);
  const zeros = filledWith(context, shape, 0, type(x).dtype);
  const places = builder.add('Unsqueeze', [indices, builder.ints([-1])]);
  const sums = builder.add('ScatterND', [zeros, places, updates], { reduction: 'add' });
  return move(
    sums,
    front.map((_, at) => front.indexOf(at)),
  );
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

function reordered(context: GradientContext<GatherAttributes>, value: string, order: readonly number[]): string {
  const { builder } = context;
  const shape = shapeValue(context, value);
  const known = builder.known(shape);
  return known
    ? builder.ints(order.map((axis) => known.data[axis]))
    : builder.add('Gather', [shape, builder.ints(order)]);
}
