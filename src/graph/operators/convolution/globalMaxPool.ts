/** GlobalMaxPool: the largest value of each plane. https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html */
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { globalPoolFlops, inferGlobalPool, reducePlanes } from './globalPool.ts';
import { spatialAxes } from './poolInfer.ts';

export const globalMaxPool = defineOperator({
  name: 'GlobalMaxPool',
  domain: '',
  since: 1,
  attributes: {},
  arity: [1, 1],
  infer: inferGlobalPool,
  flops: globalPoolFlops,
  reference: ({ input, outputs }) =>
    reducePlanes(input(0), outputs[0], (plane) =>
      plane.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY),
    ),
  // Equal maxima share the gradient.
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    const [x] = context.inputs;
    if (g === undefined || !context.wanted(0)) return [];
    const { builder, type, outputs } = context;
    const { dtype, shape } = type(x);
    const isMax = builder.add('Equal', [x, outputs[0]]);
    const mask = builder.add('Where', [isMax, builder.scalar(1, dtype), builder.scalar(0, dtype)]);
    const ties = builder.add('ReduceSum', [mask, builder.ints(spatialAxes(shape.length))], { keepdims: 1 });
    return [builder.add('Mul', [mask, builder.add('Div', [g, ties])])];
  }),
  decomposition: primitive,
});
