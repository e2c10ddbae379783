/**
 * OneHot: a new axis that is `on` at the index and `off` elsewhere; an index outside [-depth, depth) is off everywhere.
 * https://onnx.ai/onnx/operators/onnx__OneHot.html
 */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { defineOperator, int, notDifferentiable, primitive } from '../../operator.ts';
import { eachIndex, noFlops, positionOf } from './movement.ts';

export const oneHot = defineOperator({
  name: 'OneHot',
  domain: '',
  since: 11,
  attributes: { axis: int(-1) },
  arity: [3, 3],
  infer: (context) => {
    const { shape } = context.input(0);
    const axis = normalizeAxis(context.attributes.axis, shape.length + 1);
    const depth = context.dims(1)?.[0] ?? context.unknown('depth');
    return [{ dtype: context.input(2).dtype, shape: shape.toSpliced(axis, 0, depth) }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => [encode(input(0), input(2), outputs[0], attributes.axis)],
  gradient: notDifferentiable('it turns integers into marks'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function encode(indices: Numbers, values: Numbers, output: ConcreteType, attribute: number): Numbers {
  const axis = normalizeAxis(attribute, output.shape.length);
  const depth = output.shape[axis];
  const [off, on] = values.data;
  const data = new Float64Array(output.shape.reduce((size, dim) => size * dim, 1)).fill(off);
  eachIndex(indices.shape, (index, position) => {
    const mark = Math.trunc(indices.data[position]);
    if (mark < -depth || mark >= depth) return;
    data[positionOf(index.toSpliced(axis, 0, mark < 0 ? mark + depth : mark), output.shape)] = on;
  });
  return { dtype: output.dtype, shape: output.shape, data };
}
