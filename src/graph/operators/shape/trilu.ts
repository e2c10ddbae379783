/** Trilu: keeps one triangle of each matrix, zeros the rest. https://onnx.ai/onnx/operators/onnx__Trilu.html */
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { noFlops } from './movement.ts';

interface TriluAttributes {
  readonly upper: number;
}

export const trilu = defineOperator({
  name: 'Trilu',
  domain: '',
  since: 14,
  attributes: { upper: int(1) },
  arity: [1, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    if (shape.length < 2) return context.fail('its input needs at least 2 dimensions.');
    return [{ dtype, shape }];
  },
  flops: noFlops,
  reference: ({ input, inputs, outputs, attributes }) => {
    const { data: x, shape } = input(0);
    const k = inputs[1]?.data[0] ?? 0;
    const [rows, columns] = shape.slice(-2);
    const data = x.map((value, position) => {
      const distance = (position % columns) - (Math.floor(position / columns) % rows) - k;
      const kept = attributes.upper !== 0 ? distance >= 0 : distance <= 0;
      return kept ? value : 0;
    });
    return [{ dtype: outputs[0].dtype, shape, data }];
  },
  gradient: differentiable<TriluAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const { upper } = context.attributes;
    return [context.builder.add('Trilu', [g, ...context.inputs.slice(1)], { upper })];
  }),
  decomposition: primitive,
});
