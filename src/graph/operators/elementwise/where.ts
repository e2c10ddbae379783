/** Where: X where the condition is true, else Y, with broadcasting. https://onnx.ai/onnx/operators/onnx__Where.html */
import { sizeOf } from '../../../tensor/shape.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { reduceTo } from '../reduceTo.ts';
import { broadcastIndex, broadcastShape, flopsPerElement } from './elementwise.ts';

export const where = defineOperator({
  name: 'Where',
  domain: '',
  since: 16,
  attributes: {},
  arity: [3, 3],
  infer: (context) => {
    const [condition, x, y] = [context.input(0), context.input(1), context.input(2)];
    if (condition.dtype !== 'bool') context.fail(`its condition is ${condition.dtype}, but should be bool.`);
    if (x.dtype !== y.dtype) context.fail(`it chooses between ${x.dtype} and ${y.dtype}; insert a Cast.`);
    return [{ dtype: x.dtype, shape: broadcastShape(context) }];
  },
  flops: flopsPerElement(1),
  reference: ({ input, outputs: [{ dtype, shape }] }) => {
    const [condition, x, y] = [0, 1, 2].map((i) => {
      const { data, shape: own } = input(i);
      const index = broadcastIndex(own, shape);
      return (position: number) => data[index(position)];
    });
    return [
      { dtype, shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => (condition(i) ? x(i) : y(i))) },
    ];
  },
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    const { builder, type, inputs, wanted } = context;
    const { where } = arithmetic(builder, type(g).dtype);
    return [
      undefined,
      wanted(1) ? reduceTo(context, where(inputs[0], g, 0), inputs[1]) : undefined,
      wanted(2) ? reduceTo(context, where(inputs[0], 0, g), inputs[2]) : undefined,
    ];
  }),
  decomposition: primitive,
});
