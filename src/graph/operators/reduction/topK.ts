/**
 * TopK: the K largest (or smallest) elements along an axis and their positions; of equal elements the first comes first.
 * https://onnx.ai/onnx/operators/onnx__TopK.html
 */
import { normalizeAxis, sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { GradientContext, InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { expandTo } from '../expandTo.ts';
import { flopsPerInput, groupsOf } from './axes.ts';

interface TopKAttributes {
  readonly axis: number;
  readonly largest: number;
  readonly sorted: number;
}

export const topK = defineOperator({
  name: 'TopK',
  domain: '',
  since: 11,
  attributes: { axis: int(-1), largest: int(1), sorted: int(1) },
  arity: [2, 2],
  infer: inferTopK,
  flops: flopsPerInput(1),
  reference: selectTop,
  gradient: differentiable<TopKAttributes>((context) => [scatterBack(context)]),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferTopK(context: InferContext<TopKAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axis = normalizeAxis(context.attributes.axis, shape.length);
  const k = context.dims(1)?.[0] ?? context.unknown('k');
  const length = shape[axis];
  if (typeof k === 'number' && (k < 0 || (typeof length === 'number' && k > length)))
    context.fail(`K is ${k}, but axis ${axis} has ${length} elements.`);
  const kept = shape.map((dim, i) => (i === axis ? k : dim));
  return [
    { dtype, shape: kept },
    { dtype: 'i64' as const, shape: kept },
  ].slice(0, context.outputCount);
}

/** Sorted by value whatever `sorted` says, which allows any order. */
function selectTop({ input, outputs, attributes }: ReferenceContext<TopKAttributes>): Numbers[] {
  const { dtype, shape, data } = input(0);
  const axis = normalizeAxis(attributes.axis, shape.length);
  const kept = outputs[0].shape;
  const from = groupsOf(shape, [axis]);
  const to = groupsOf(kept, [axis]);
  const values = new Float64Array(sizeOf(kept));
  const positions = new Float64Array(sizeOf(kept));
  const stride = stridesOf(shape)[axis];
  from.starts.forEach((start, group) => {
    const order = ranking(data, start, stride, shape[axis], attributes.largest === 1);
    to.offsets.forEach((offset, rank) => {
      values[to.starts[group] + offset] = data[start + order[rank] * stride];
      positions[to.starts[group] + offset] = order[rank];
    });
  });
  return [
    { dtype, shape: kept, data: values },
    { dtype: 'i64' as const, shape: kept, data: positions },
  ].slice(0, outputs.length);
}

function ranking(data: Float64Array, start: number, stride: number, length: number, largest: boolean): number[] {
  const at = (i: number) => data[start + i * stride];
  const positions = Array.from({ length }, (_, i) => i);
  return positions.sort((a, b) => (largest ? at(b) - at(a) : at(a) - at(b)) || a - b);
}

/** What arrives for each selected element goes back to where it came from. */
function scatterBack({
  builder,
  type,
  gradients,
  inputs,
  outputs,
  attributes,
  wanted,
}: GradientContext<TopKAttributes>) {
  const [g] = gradients;
  if (g === undefined || !wanted(0)) return undefined;
  const positions = outputs[1] || builder.addMany('TopK', inputs, 2, { ...attributes })[1];
  const zeros = expandTo({ builder, type }, builder.scalar(0, type(g).dtype), inputs[0]);
  return builder.add('ScatterElements', [zeros, positions, g], { axis: attributes.axis });
}
