/**
 * GatherND: slices of X named by whole index tuples, the last axis of the indices; the first `batch_dims` axes go
 * together. https://onnx.ai/onnx/operators/onnx__GatherND.html
 */
import { sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { zerosLike } from '../shapeValue.ts';
import { checkedIndex } from './gather.ts';
import { noFlops, scatterBack } from './movement.ts';

interface GatherNDAttributes {
  readonly batch_dims: number;
}

export const gatherND = defineOperator({
  name: 'GatherND',
  domain: '',
  since: 13,
  attributes: { batch_dims: int(0) },
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const indices = context.input(1).shape;
    const { batch_dims: batch } = context.attributes;
    const length = indices.at(-1);
    if (typeof length !== 'number') return context.fail('the last dimension of its indices must be a number.');
    if (batch + length > shape.length)
      return context.fail(`tuples of ${length} after ${batch} batch dimensions exceed the ${shape.length} of X.`);
    return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(batch + length)] }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => [gatherTuples(input(0), input(1), outputs[0], attributes.batch_dims)],
  gradient: differentiable<GatherNDAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const { builder, attributes } = context;
    const [x, indices] = context.inputs;
    if (attributes.batch_dims === 0)
      return [builder.add('ScatterND', [zerosLike(context, x), indices, g], { reduction: 'add' })];
    const again = (positions: string) => builder.add('GatherND', [positions, indices], { ...attributes });
    return [scatterBack(context, g, x, again)];
  }),
  decomposition: primitive,
});

/** The row-major position in X at which the slice of each index tuple begins. */
export function tuplePositions(shape: readonly number[], indices: Numbers, batch = 0): Int32Array {
  const length = indices.shape[indices.shape.length - 1];
  const strides = stridesOf(shape);
  const tuples = sizeOf(indices.shape.slice(0, -1));
  const perBatch = sizeOf(indices.shape.slice(batch, -1));
  const batchSize = sizeOf(shape.slice(batch));
  return Int32Array.from({ length: tuples }, (_, tuple) => {
    let position = perBatch === 0 ? 0 : Math.floor(tuple / perBatch) * batchSize;
    for (let i = 0; i < length; i++)
      position += checkedIndex(indices.data[tuple * length + i], shape[batch + i]) * strides[batch + i];
    return position;
  });
}

// ---------------------------------------------------------------------------------------------

function gatherTuples(x: Numbers, indices: Numbers, output: ConcreteType, batch: number): Numbers {
  const length = indices.shape[indices.shape.length - 1];
  const width = sizeOf(x.shape.slice(batch + length));
  const data = new Float64Array(sizeOf(output.shape));
  tuplePositions(x.shape, indices, batch).forEach((from, tuple) => {
    data.set(x.data.subarray(from, from + width), tuple * width);
  });
  return { dtype: output.dtype, shape: output.shape, data };
}
