/** Size: the number of elements, an int64 scalar. https://onnx.ai/onnx/operators/onnx__Size.html */
import { productOfDims } from '../../../tensor/dims.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { noFlops } from './movement.ts';

export const size = defineOperator({
  name: 'Size',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 1],
  infer: () => [{ dtype: 'i64', shape: [] }],
  dims: (context) => [productOfDims(context.input(0).shape)],
  flops: noFlops,
  reference: ({ input }) => [{ dtype: 'i64', shape: [], data: Float64Array.of(sizeOf(input(0).shape)) }],
  gradient: notDifferentiable('a shape does not depend on values'),
  decomposition: primitive,
});
