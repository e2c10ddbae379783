/** Add: A + B with broadcasting. https://onnx.ai/onnx/operators/onnx__Add.html */
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { reduceTo } from '../reduceTo.ts';
import { flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const add = defineOperator({
  name: 'Add',
  domain: '',
  since: 14,
  attributes: {},
  arity: [2, 2],
  infer: inferBroadcast,
  flops: flopsPerElement(1),
  reference: ({ input, outputs }) => mapBinary(input(0), input(1), outputs[0], (a, b) => a + b),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    return context.inputs.map((name, i) => (context.wanted(i) ? reduceTo(context, g, name) : undefined));
  }),
  decomposition: primitive,
});
