/**
 * Response distillation for classifiers: the student learns the teacher's decisions, its most likely class as if it
 * were the label. Kim and Rush, 2016, arXiv:1606.07947 (for sequences); Lee, 2013, "Pseudo-Label", for classes.
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { addLabelLoss, topClass } from '../../../training/objective.ts';

/** Mean cross-entropy on the teacher's decisions: f32 scalar. */
export const addResponseLoss = (builder: GraphBuilder, student: string, teacher: string): string =>
  addLabelLoss(builder, student, topClass(builder, teacher));
