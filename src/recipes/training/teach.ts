/** What all steps that train have in common: a network learns once, from its teachers or from labels. */
import type { Graph } from '../../graph/graph.ts';
import type { LabelOptions } from '../../training/objective.ts';
import type { RecipeContext } from '../context.ts';
import type { TaughtFields } from '../schemaTraining.ts';
import type { Learned, Lesson, NamedTeacher } from './learn.ts';
import { learn } from './learn.ts';
import { lessonFor } from './teachers.ts';

export interface Teaching
  extends Pick<Lesson, 'held' | 'adjust' | 'finish' | 'label'>,
    Pick<LabelOptions, 'trainable'> {
  /** None where it learns from labels alone. */
  readonly teachers: readonly NamedTeacher[];
  readonly fields: TaughtFields;
}

/** @throws RecipeError as `lessonFor` and `learn` do */
export async function teach(
  model: Graph,
  { teachers, fields, trainable, ...lesson }: Teaching,
  context: RecipeContext,
): Promise<Learned> {
  const { cache, ...taught } = await lessonFor(model, teachers, fields, { trainable }, context);
  const { states, summary } = await learn({ ...taught, ...lesson, model, fields }, context);
  return { states, summary: cache ? { ...summary, cache } : summary };
}
