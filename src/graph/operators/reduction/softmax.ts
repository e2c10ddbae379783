/** Softmax: e^X over its sum along an axis. https://onnx.ai/onnx/operators/onnx__Softmax.html */
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { inferFloat } from '../elementwise/elementwise.ts';
import { flopsPerInput } from './axes.ts';
import { alongAxis } from './logSoftmax.ts';

export const softmax = defineOperator({
  name: 'Softmax',
  domain: '',
  since: 13,
  attributes: { axis: int(-1) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerInput(5),
  reference: (context) => alongAxis(context, (x, peak, sum) => Math.exp(x - peak) / sum),
  gradient: differentiable<{ axis: number }>((context) => {
    const { builder, gradients, outputs, attributes, wanted } = context;
    const [g] = gradients;
    if (g === undefined || !wanted(0)) return [];
    return [builder.add('SoftmaxGradient', [g, outputs[0]], { axis: attributes.axis })];
  }),
  decomposition: primitive,
});
