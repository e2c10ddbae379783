/**
 * ReduceLogSumExp: log of the sum of exponentials along axes, computed from the largest element so that it does not
 * overflow. https://onnx.ai/onnx/operators/onnx__ReduceLogSumExp.html
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import type { ReduceAttributes } from './axes.ts';
import { axesOf, flopsPerInput, groupsOf, inferReduce, numbersOf, reduceAttributes } from './axes.ts';
import { gradientOfReduction, knownAxes, reduceAlong } from './gradient.ts';

export const reduceLogSumExp = defineOperator({
  name: 'ReduceLogSumExp',
  domain: '',
  since: 18,
  attributes: reduceAttributes,
  arity: [1, 2],
  infer: inferReduce,
  flops: flopsPerInput(4),
  reference: logSumExp,
  gradient: gradientOfReduction(({ g, x, y, mul, sub, exp }) => mul(g, exp(sub(x, y)))),
  decomposition: decomposed<ReduceAttributes>((context) => [logSumExpNodes(context)]),
});

// ---------------------------------------------------------------------------------------------

function logSumExp({ input, inputs, outputs, attributes }: ReferenceContext<ReduceAttributes>): Numbers[] {
  const { shape, data } = input(0);
  const { starts, offsets } = groupsOf(shape, axesOf(inputs[1]?.data, shape.length, attributes));
  const reduced = starts.map((start) => {
    const members = offsets.map((offset) => data[start + offset]);
    const peak = finite(members.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY));
    return peak + Math.log(members.reduce((sum, x) => sum + Math.exp(x - peak), 0));
  });
  return [numbersOf(outputs[0], reduced)];
}

/** An infinite largest element would make the differences undefined. */
const finite = (peak: number): number => (Math.abs(peak) === Number.POSITIVE_INFINITY ? 0 : peak);

function logSumExpNodes(context: RewriteContext<ReduceAttributes>): string {
  const { builder, type, inputs, attributes } = context;
  const [x] = inputs;
  const { add, sub, log, exp } = arithmetic(builder, type(x).dtype);
  const axes = knownAxes(context);
  const peak = reduceAlong(context, 'ReduceMax', x, axes);
  const sum = add(log(reduceAlong(context, 'ReduceSum', exp(sub(x, peak)), axes)), peak);
  return attributes.keepdims || axes.length === 0 ? sum : builder.add('Squeeze', [sum, builder.ints(axes)]);
}
