/** Flatten: to a matrix, the axes before `axis` being its rows. https://onnx.ai/onnx/operators/onnx__Flatten.html */
import { productOfDims } from '../../../tensor/dims.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { reshapeLike } from '../shapeValue.ts';
import { noFlops, reshaped } from './movement.ts';

export const flatten = defineOperator({
  name: 'Flatten',
  domain: '',
  since: 13,
  attributes: { axis: int(1) },
  arity: [1, 1],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const { axis } = context.attributes;
    if (Math.abs(axis) > shape.length)
      return context.fail(`axis is ${axis}; it must lie between ${-shape.length} and ${shape.length}.`);
    const cut = axis < 0 ? axis + shape.length : axis;
    return [{ dtype, shape: [productOfDims(shape.slice(0, cut)), productOfDims(shape.slice(cut))] }];
  },
  flops: noFlops,
  reference: ({ input, outputs }) => reshaped(input(0), outputs[0]),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [reshapeLike(context, g, context.inputs[0])] : [];
  }),
  decomposition: primitive,
});
