/** GlobalAveragePool: the mean of each plane. https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html */
import { sizeOf } from '../../../tensor/shape.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { shapeValue } from '../shapeValue.ts';
import { globalPoolFlops, inferGlobalPool, reducePlanes } from './globalPool.ts';
import { spatialOf } from './spatial.ts';

export const globalAveragePool = defineOperator({
  name: 'GlobalAveragePool',
  domain: '',
  since: 1,
  attributes: {},
  arity: [1, 1],
  infer: inferGlobalPool,
  flops: globalPoolFlops,
  reference: ({ input, outputs }) =>
    reducePlanes(input(0), outputs[0], (plane) => plane.reduce((sum, value) => sum + value, 0) / plane.length),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    const [x] = context.inputs;
    if (g === undefined || !context.wanted(0)) return [];
    const { builder, type } = context;
    const share = builder.scalar(1 / sizeOf(spatialOf(context, x)), type(g).dtype);
    return [builder.add('Expand', [builder.add('Mul', [g, share]), shapeValue(context, x)])];
  }),
  decomposition: primitive,
});
