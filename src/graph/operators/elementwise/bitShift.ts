/**
 * BitShift: A shifted by B bits, unsigned, with broadcasting; what is shifted out is lost.
 * https://onnx.ai/onnx/operators/onnx__BitShift.html
 */
import { defineOperator, notDifferentiable, primitive, required } from '../../operator.ts';
import { flopsPerElement, inferInteger, mapBinary } from './elementwise.ts';

export const bitShift = defineOperator({
  name: 'BitShift',
  domain: '',
  since: 11,
  attributes: { direction: required.string },
  arity: [2, 2],
  infer: (context) => {
    const { direction } = context.attributes;
    if (direction !== 'LEFT' && direction !== 'RIGHT')
      context.fail(`direction is "${direction}"; it may be LEFT or RIGHT.`);
    return inferInteger(context);
  },
  flops: flopsPerElement(1),
  reference: ({ input, outputs, attributes: { direction } }) =>
    mapBinary(
      input(0),
      input(1),
      outputs[0],
      direction === 'LEFT' ? (a, b) => a * 2 ** b : (a, b) => Math.floor(a / 2 ** b),
    ),
  gradient: notDifferentiable('it works on the bits of integers'),
  decomposition: primitive,
});
