/** CumSum: running sums along an axis. https://onnx.ai/onnx/operators/onnx__CumSum.html */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { ReferenceContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { flopsPerInput, groupsOf } from './axes.ts';

interface CumSumAttributes {
  /** 1: an element is not part of its own sum. */
  readonly exclusive: number;
  /** 1: sums run from the end. */
  readonly reverse: number;
}

export const cumSum = defineOperator({
  name: 'CumSum',
  domain: '',
  since: 14,
  attributes: { exclusive: int(0), reverse: int(0) },
  arity: [2, 2],
  infer: (context) => [context.input(0)].map(({ dtype, shape }) => ({ dtype, shape })),
  flops: flopsPerInput(1),
  reference: runningSums,
  gradient: differentiable<CumSumAttributes>(({ builder, gradients: [g], inputs, attributes, wanted }) => {
    if (g === undefined || !wanted(0)) return [];
    return [builder.add('CumSum', [g, inputs[1]], { ...attributes, reverse: 1 - attributes.reverse })];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function runningSums({ input, outputs: [{ dtype }], attributes }: ReferenceContext<CumSumAttributes>): Numbers[] {
  const { shape, data } = input(0);
  const { starts, offsets } = groupsOf(shape, [normalizeAxis(input(1).data[0], shape.length)]);
  const order = attributes.reverse ? [...offsets].reverse() : offsets;
  const sums = new Float64Array(data.length);
  for (const start of starts) {
    let sum = 0;
    for (const offset of order) {
      const next = wrapInteger(dtype, sum + data[start + offset]);
      sums[start + offset] = attributes.exclusive ? sum : next;
      sum = next;
    }
  }
  return [{ dtype, shape, data: sums }];
}
