/**
 * SoftmaxCrossEntropyLoss: minus the log probability of each label, weighted by class, averaged or summed.
 * Scores (N, C, D1, ...), labels (N, D1, ...); a label equal to ignore_index counts for nothing.
 * https://onnx.ai/onnx/operators/onnx__SoftmaxCrossEntropyLoss.html
 */
import { formatShape, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { CostContext, InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, optional, string } from '../../operator.ts';
import { decomposedInF32, gradientInF32 } from '../normalization/precision.ts';
import { logSoftmax } from '../reduction/logSoftmax.ts';
import type { LossAttributes } from './crossEntropyNodes.ts';
import { crossEntropyGradient, crossEntropyNodes } from './crossEntropyNodes.ts';

const reductions = ['mean', 'sum', 'none'] as const;

export const softmaxCrossEntropyLoss = defineOperator({
  name: 'SoftmaxCrossEntropyLoss',
  domain: '',
  since: 13,
  attributes: { reduction: string('mean', 'sum', 'none'), ignore_index: optional.int },
  arity: [2, 3],
  infer,
  flops: ({ inputs }: CostContext) => 6 * sizeOf(inputs[0]?.shape ?? []),
  reference: loss,
  gradient: gradientInF32<LossAttributes>(crossEntropyGradient),
  decomposition: decomposedInF32<LossAttributes>(crossEntropyNodes, [0, 0]),
});

// ---------------------------------------------------------------------------------------------

function infer(context: InferContext<LossAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const labels = context.input(1);
  const { reduction } = context.attributes;
  if (!reductions.includes(reduction)) context.fail(`reduction is "${reduction}"; it may be ${reductions.join(', ')}.`);
  if (labels.dtype !== 'i64' && labels.dtype !== 'i32')
    context.fail(`labels are ${labels.dtype}, but should be i64 or i32.`);
  if (shape.length < 2) context.fail('scores must have at least 2 dimensions, (N, C, ...).');
  const own = shape.filter((_, axis) => axis !== 1);
  if (labels.shape.length !== own.length)
    context.fail(`labels of ${formatShape(labels.shape)} do not fit scores; they should be ${formatShape(own)}.`);
  if (sameShape(labels.shape, own) || [...labels.shape, ...own].some((dim) => typeof dim === 'string'))
    return [
      { dtype, shape: reduction === 'none' ? labels.shape : [] },
      { dtype, shape },
    ].slice(0, context.outputCount);
  return context.fail(`labels of ${formatShape(labels.shape)} do not fit scores; they should be ${formatShape(own)}.`);
}

function loss({ input, inputs, outputs, attributes }: ReferenceContext<LossAttributes>): Numbers[] {
  const [scores, labels, weights] = [input(0), input(1), inputs[2]];
  const [logs] = logSoftmax.reference({
    inputs: [scores],
    outputs: [scores],
    attributes: { axis: 1 },
    input: () => scores,
  });
  const [, classes] = scores.shape;
  const inner = sizeOf(scores.shape.slice(2));
  const weightOf = (label: number) => (label === attributes.ignore_index ? 0 : (weights?.data[label] ?? 1));
  const scales = labels.data.map(weightOf);
  const losses = labels.data.map((label, i) => {
    const at = (Math.floor(i / inner) * classes + label) * inner + (i % inner);
    return scales[i] === 0 ? 0 : -scales[i] * logs.data[at];
  });
  return [{ ...outputs[0], data: finish(losses, scales, attributes.reduction) }, logs].slice(0, outputs.length);
}

function finish(losses: Float64Array, scales: Float64Array, reduction: LossAttributes['reduction']): Float64Array {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  if (reduction === 'none') return losses;
  return Float64Array.of(reduction === 'sum' ? sum(losses) : sum(losses) / sum(scales));
}
