/**
 * GatherElements: for each position of the indices, the element of X whose coordinate along `axis` is the index.
 * https://onnx.ai/onnx/operators/onnx__GatherElements.html
 */
import { normalizeAxis, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { zerosLike } from '../shapeValue.ts';
import { checkedIndex } from './gather.ts';
import { eachIndex, noFlops } from './movement.ts';

interface AxisAttributes {
  readonly axis: number;
}

export const gatherElements = defineOperator({
  name: 'GatherElements',
  domain: '',
  since: 13,
  attributes: { axis: int(0) },
  arity: [2, 2],
  infer: (context) => {
    const [x, indices] = [context.input(0), context.input(1)];
    normalizeAxis(context.attributes.axis, x.shape.length);
    if (x.shape.length !== indices.shape.length)
      return context.fail(
        `X has ${x.shape.length} dimensions and the indices ${indices.shape.length}; they must agree.`,
      );
    return [{ dtype: x.dtype, shape: indices.shape }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => [gatherEach(input(0), input(1), outputs[0], attributes.axis)],
  gradient: differentiable<AxisAttributes>((context) => {
    const [g] = context.gradients;
    const [x, indices] = context.inputs;
    if (g === undefined || !context.wanted(0)) return [];
    const attributes = { axis: context.attributes.axis, reduction: 'add' };
    return [context.builder.add('ScatterElements', [zerosLike(context, x), indices, g], attributes)];
  }),
  decomposition: primitive,
});

/** For each position of the indices, the position in X (row-major) that it names along the axis. */
export function elementPositions(shape: readonly number[], indices: Numbers, attribute: number): Int32Array {
  const axis = normalizeAxis(attribute, shape.length);
  const strides = stridesOf(shape);
  const positions = new Int32Array(indices.data.length);
  eachIndex(indices.shape, (index, at) => {
    const along = checkedIndex(indices.data[at], shape[axis]);
    positions[at] = index.reduce((sum, i, d) => sum + (d === axis ? along : i) * strides[d], 0);
  });
  return positions;
}

// ---------------------------------------------------------------------------------------------

function gatherEach(x: Numbers, indices: Numbers, output: ConcreteType, axis: number): Numbers {
  const positions = elementPositions(x.shape, indices, axis);
  const data = Float64Array.from(positions, (position) => x.data[position]);
  return { dtype: output.dtype, shape: output.shape, data };
}
