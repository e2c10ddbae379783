/** Expand: broadcasts X with a shape, both ways. https://onnx.ai/onnx/operators/onnx__Expand.html */
import { broadcastShapes, broadcastStrides } from '../../../tensor/shape.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { reduceTo } from '../reduceTo.ts';
import { copyStrided, lengthOf, noFlops, unknownDims } from './movement.ts';

export const expand = defineOperator({
  name: 'Expand',
  domain: '',
  since: 13,
  attributes: {},
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const target = context.dims(1);
    if (target) return [{ dtype, shape: broadcastShapes(shape, target) }];
    return [{ dtype, shape: unknownDims(context, Math.max(shape.length, lengthOf(context, 1, 'the shape'))) }];
  },
  dims: (context) => {
    const [values, target] = [context.dims(0), context.dims(1)];
    if (values?.length !== 1 || target?.length !== 1 || typeof target[0] !== 'number') return undefined;
    return new Array(target[0]).fill(values[0]);
  },
  flops: noFlops,
  reference: ({ input, outputs }) => [
    copyStrided(input(0), outputs[0], broadcastStrides(input(0).shape, outputs[0].shape)),
  ],
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [reduceTo(context, g, context.inputs[0])] : [];
  }),
  decomposition: primitive,
});
