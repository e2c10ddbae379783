/**
 * Steps of a distillation: the classifier of `mlp.ts` learns from a teacher of 784-1200-1200-10 with softened scores
 * and from labels. Hinton, Vinyals and Dean, 2015, arXiv:1503.02531, section 2, whose teacher has these widths.
 */
import { crossEntropy } from './adam.ts';
import type { MlpTraining } from './mlp.ts';
import { classes, createLayer, mlpTraining } from './mlp.ts';
import type { Layer } from './mlpLosses.ts';
import { batch, expectedLossesBy, scoresOf } from './mlpLosses.ts';
import type { Workload } from './workload.ts';
import { relativeError } from './workload.ts';

export const distilling = { temperature: 4, alpha: 0.9 } as const;

export interface Distillation extends Workload {
  readonly student: MlpTraining;
  readonly teacher: readonly Layer[];
  /** (batch, classes) what the teacher says of the student's images */
  readonly teacherScores: Float32Array<ArrayBuffer>;
}

const teacherWidths = [784, 1200, 1200, 10] as const;
const checkedSteps = 4;

/** @param attached false where the teacher's scores are stored, so that it does not run */
export function distillation(attached: boolean): Distillation {
  const student = mlpTraining();
  const teacher = teacherWidths.slice(1).map((outputs, i) => createLayer(teacherWidths[i], outputs, 70 + i));
  const teacherScores = Float32Array.from(scoresOf(teacher, student.images));
  const products = teacher.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const [flops, bytes] = attached ? [2 * batch * products, 4 * products] : [0, 0];
  const judge = (scores: Float64Array) => softLoss(scores, teacherScores, student.labels);
  return {
    about: `one step of a distillation into 784-256-128-10, ${attached ? `teacher ${teacherWidths.join('-')}` : "the teacher's scores stored"}, batch ${batch}, Adam`,
    flops: student.flops + flops,
    bytes: student.bytes + bytes,
    checkedRuns: checkedSteps,
    tolerance: student.tolerance,
    errorOf: (results) =>
      relativeError(
        results.map(([loss]) => loss),
        expectedLossesBy(student.layers, student.images, judge, results.length),
      ),
    student,
    teacher,
    teacherScores,
  };
}

// ---------------------------------------------------------------------------------------------

/** alpha T^2 KL(teacher || student) of softened scores, and the rest cross-entropy on labels. */
function softLoss(scores: Float64Array, teacher: Float32Array, labels: Int32Array) {
  const { temperature, alpha } = distilling;
  const hard = crossEntropy(scores, labels);
  const [own, wanted] = [scores, teacher].map((values) => softened(values, temperature));
  const soft = wanted.reduce((sum, p, i) => sum + p * Math.log(p / own[i]), 0);
  return {
    loss: (alpha * temperature ** 2 * soft) / batch + (1 - alpha) * hard.loss,
    gradient: hard.gradient.map(
      (slope, i) => (1 - alpha) * slope + (alpha * temperature * (own[i] - wanted[i])) / batch,
    ),
  };
}

function softened(scores: ArrayLike<number>, temperature: number): Float64Array {
  const out = new Float64Array(scores.length);
  for (let start = 0; start < out.length; start += classes) {
    const row = Array.from({ length: classes }, (_, i) => scores[start + i] / temperature);
    const top = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(score - top), 0);
    row.forEach((score, i) => {
      out[start + i] = Math.exp(score - top) / total;
    });
  }
  return out;
}
