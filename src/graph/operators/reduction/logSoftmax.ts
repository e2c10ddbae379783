/** LogSoftmax: the logarithm of Softmax, without its underflow. https://onnx.ai/onnx/operators/onnx__LogSoftmax.html */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { inferFloat } from '../elementwise/elementwise.ts';
import { flopsPerInput, groupsOf } from './axes.ts';
import { reduceAlong } from './gradient.ts';

export const logSoftmax = defineOperator({
  name: 'LogSoftmax',
  domain: '',
  since: 13,
  attributes: { axis: int(-1) },
  arity: [1, 1],
  infer: inferFloat,
  flops: flopsPerInput(5),
  reference: (context) => alongAxis(context, (x, peak, sum) => x - peak - Math.log(sum)),
  gradient: differentiable<{ axis: number }>((context) => {
    const { builder, type, gradients, outputs, attributes, wanted } = context;
    const [g] = gradients;
    if (g === undefined || !wanted(0)) return [];
    const [y] = outputs;
    const { mul, sub, exp } = arithmetic(builder, type(y).dtype);
    return [sub(g, mul(exp(y), reduceAlong(context, 'ReduceSum', g, [attributes.axis])))];
  }),
  decomposition: primitive,
});

/** Applies a function of an element, the largest along the axis, and the sum of e^(element - largest). */
export function alongAxis(
  { input, outputs: [{ dtype }], attributes }: ReferenceContext<{ axis: number }>,
  apply: (x: number, peak: number, sum: number) => number,
): Numbers[] {
  const { shape, data } = input(0);
  const { starts, offsets } = groupsOf(shape, [normalizeAxis(attributes.axis, shape.length)]);
  const result = new Float64Array(data.length);
  for (const start of starts) {
    const peak = offsets.reduce((largest, offset) => Math.max(largest, data[start + offset]), Number.NEGATIVE_INFINITY);
    const sum = offsets.reduce((total, offset) => total + Math.exp(data[start + offset] - peak), 0);
    for (const offset of offsets) result[start + offset] = apply(data[start + offset], peak, sum);
  }
  return [{ dtype, shape, data: result }];
}
