/** Sum: the sum of all inputs with broadcasting. https://onnx.ai/onnx/operators/onnx__Sum.html */
import { decomposed, defineOperator } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { flopsPerElement, inferFloat, mapMany } from './elementwise.ts';

export const sum = defineOperator({
  name: 'Sum',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, Number.POSITIVE_INFINITY],
  infer: inferFloat,
  flops: flopsPerElement(1),
  reference: ({ inputs, outputs }) => mapMany(inputs, outputs[0], (a, b) => a + b),
  gradient: gradientOfMany(({ g, inputs }) => inputs.map(() => () => g)),
  decomposition: decomposed(({ builder, inputs }) => [inputs.reduce((sum, input) => builder.add('Add', [sum, input]))]),
});
