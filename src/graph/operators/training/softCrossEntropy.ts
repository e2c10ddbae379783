/**
 * SoftCrossEntropy: how far a student's softened class scores are from a teacher's, T^2 KL(softmax(t / T) || softmax(z / T)),
 * averaged over all positions but the class axis. Hinton, Vinyals and Dean, 2015, arXiv:1503.02531, section 2; the
 * entropy of the teacher is subtracted from the cross-entropy, so that equal scores cost nothing.
 *
 * Inputs: student scores z, teacher scores t of one shape, temperature T (a scalar). Outputs: the loss (a scalar), and on
 * request its slope for z, T (softmax(z / T) - softmax(t / T)) / n, from the same pass, which the gradient then reuses.
 */
import { formatShape, isConcrete, normalizeAxis, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, int } from '../../operator.ts';
import { decomposedInF32, gradientInF32 } from '../normalization/precision.ts';
import type { SoftAttributes } from './softCrossEntropyNodes.ts';
import { softCrossEntropyGradient, softCrossEntropyNodes } from './softCrossEntropyNodes.ts';

export const softCrossEntropy = defineOperator({
  name: 'SoftCrossEntropy',
  domain: 'decant',
  since: 1,
  attributes: { axis: int(-1) },
  arity: [3, 3],
  infer,
  flops: ({ inputs }) => 14 * sizeOf(inputs[0]?.shape ?? []),
  reference: divergence,
  gradient: gradientInF32<SoftAttributes>(softCrossEntropyGradient),
  decomposition: decomposedInF32<SoftAttributes>(softCrossEntropyNodes, [0, 0]),
});

// ---------------------------------------------------------------------------------------------

function infer(context: InferContext<SoftAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const [teacher, temperature] = [context.input(1), context.input(2)];
  normalizeAxis(context.attributes.axis, shape.length);
  const comparable = isConcrete(shape) && isConcrete(teacher.shape);
  if (teacher.shape.length !== shape.length || (comparable && !sameShape(shape, teacher.shape)))
    context.fail(`the teacher's scores are ${formatShape(teacher.shape)}; they must be ${formatShape(shape)}.`);
  if (!isConcrete(temperature.shape) || sizeOf(temperature.shape) !== 1)
    context.fail(`the temperature is ${formatShape(temperature.shape)}; it must be a scalar.`);
  return [
    { dtype, shape: [] },
    { dtype, shape },
  ].slice(0, context.outputCount);
}

function divergence({ input, outputs, attributes }: ReferenceContext<SoftAttributes>): Numbers[] {
  const [student, teacher] = [input(0), input(1)];
  const temperature = input(2).data[0];
  const axis = normalizeAxis(attributes.axis, student.shape.length);
  const inner = sizeOf(student.shape.slice(axis + 1));
  const classes = student.shape[axis];
  const rows = student.data.length / classes;
  const slope = new Float64Array(student.data.length);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const start = Math.floor(row / inner) * classes * inner + (row % inner);
    const at = (c: number) => start + c * inner;
    const own = logSoftmax(classes, (c) => student.data[at(c)] / temperature);
    const wanted = logSoftmax(classes, (c) => teacher.data[at(c)] / temperature);
    for (let c = 0; c < classes; c++) {
      const [q, p] = [Math.exp(own[c]), Math.exp(wanted[c])];
      if (p > 0) total += p * (wanted[c] - own[c]);
      slope[at(c)] = (temperature * (q - p)) / rows;
    }
  }
  const loss: Numbers = { ...outputs[0], data: Float64Array.of((temperature ** 2 * total) / rows) };
  return [loss, { dtype: student.dtype, shape: student.shape, data: slope }].slice(0, outputs.length);
}

function logSoftmax(classes: number, at: (c: number) => number): Float64Array {
  const row = Float64Array.from({ length: classes }, (_, c) => at(c));
  const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const shift = largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return row.map((value) => value - shift);
}
