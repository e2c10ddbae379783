/**
 * One step on one sample, in numbers: soft targets, the terms of the loss, and the gradient that reaches the student's
 * logits. Hinton, Vinyals and Dean, 2015, arXiv:1503.02531: loss = alpha T^2 KL(p_t || p_s) + (1 - alpha) CE, so that the
 * gradient of a logit is alpha T (p_s - p_t) at temperature T plus (1 - alpha) (p_s - label) at temperature 1.
 */
import { divergence, softened } from './scores.ts';

export interface StepNumbers {
  /** At temperature T. */
  readonly teacherSoft: readonly number[];
  readonly studentSoft: readonly number[];
  /** At temperature 1, for the labels' share. */
  readonly studentHard: readonly number[];
  readonly kl: number;
  readonly task: number | null;
  readonly total: number;
  /** Of the total loss by each of the student's logits. */
  readonly gradient: readonly number[];
}

/** @param label class number; null leaves the loss to the teacher */
export function stepNumbers(
  teacher: readonly number[],
  student: readonly number[],
  label: number | null,
  temperature: number,
  alpha: number,
): StepNumbers {
  const teacherSoft = softened(teacher, temperature);
  const studentSoft = softened(student, temperature);
  const studentHard = softened(student, 1);
  const kl = temperature ** 2 * divergence(teacherSoft, studentSoft);
  const task = label === null ? null : -Math.log(Math.max(studentHard[label] ?? 0, 1e-12));
  const share = task === null ? 1 : alpha;
  const gradient = student.map((_, k) => {
    const soft = temperature * ((studentSoft[k] ?? 0) - (teacherSoft[k] ?? 0));
    const hard = (studentHard[k] ?? 0) - (k === label ? 1 : 0);
    return share * soft + (1 - share) * hard;
  });
  return { teacherSoft, studentSoft, studentHard, kl, task, total: share * kl + (1 - share) * (task ?? 0), gradient };
}
