/** Who teaches: models by name, attached or with their scores stored, and the objective that follows. */

import type { Teacher } from '../../compression/distillation/attachTeacher.ts';
import { attachTeacher } from '../../compression/distillation/attachTeacher.ts';
import type { TeacherCache } from '../../compression/distillation/cachedTeacher.ts';
import { cachedRows, cacheTeacher } from '../../compression/distillation/cachedTeacher.ts';
import type { AttachOptions } from '../../compression/distillation/lossTerms.ts';
import type { DistillLoss } from '../../compression/distillation/options.ts';
import { RecipeError } from '../../core/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import type { LabelOptions, Objective } from '../../training/objective.ts';
import { labelObjective } from '../../training/objective.ts';
import type { TrainingData } from '../../training/trainingData.ts';
import type { RecipeContext } from '../context.ts';
import type { TaughtFields, TeacherSpec } from '../schemaTraining.ts';
import type { NamedTeacher } from './learn.ts';
import { seedOf, trainingNeeds } from './learn.ts';

export interface Taught {
  readonly objective: Objective;
  readonly teachers?: readonly NamedTeacher[];
  readonly perSample?: TrainingData['perSample'];
  readonly cache?: { readonly bytes: number; readonly ms: number };
}

/**
 * None where a step names none.
 *
 * @throws RecipeError `recipe/teacher` when a model is not there
 */
export function teachersOf(
  spec: TeacherSpec | undefined,
  current: Graph | undefined,
  context: RecipeContext,
): NamedTeacher[] {
  if (spec === undefined) return [];
  if (typeof spec === 'string') return [{ graph: modelNamed(spec, current, context) }];
  const total = spec.reduce((sum, { weight }) => sum + weight, 0);
  return spec.map(({ model, weight }) => ({ graph: modelNamed(model, current, context), weight: weight / total }));
}

/**
 * An opened model, `original` or `current`.
 *
 * @throws RecipeError `recipe/teacher` when it is not there
 */
export function modelNamed(name: string, current: Graph | undefined, { original, models }: RecipeContext): Graph {
  const graph = name === 'original' ? original : name === 'current' ? current : models?.(name);
  if (graph) return graph;
  const why =
    name === 'original' || name === 'current'
      ? `there is no ${name} model; run the recipe on a model, or name an opened one`
      : 'no model of that id is open';
  throw new RecipeError('recipe/teacher', `"${name}" was named, but ${why}.`, { path: 'teacher', name });
}

/**
 * What a network learns: from its teachers where there are any, else from labels.
 *
 * @throws RecipeError `recipe/teacher` when scores of several teachers are to be stored
 */
export async function lessonFor(
  student: Graph,
  teachers: readonly NamedTeacher[],
  fields: TaughtFields,
  options: Pick<LabelOptions, 'trainable'>,
  context: RecipeContext,
): Promise<Taught> {
  const { executor, data } = trainingNeeds(context);
  const { labelSmoothing, dropout, batchNorm } = fields;
  const common: LabelOptions = { ...options, labelSmoothing, dropout, batchNorm, seed: seedOf(fields, context) };
  if (teachers.length === 0) return { objective: await labelObjective(student, common) };
  const attach: AttachOptions = { ...common, labelled: data.labels !== undefined };
  const loss: DistillLoss = withoutLabels(fields.loss ?? { kind: 'logit' }, attach.labelled);
  if (!fields.cache)
    return {
      objective: await attachTeacher(
        student,
        teachers.map((teacher): Teacher => ({ kind: 'graph', ...teacher })),
        loss,
        attach,
      ),
      teachers,
    };
  const [{ graph }] = teachers;
  if (teachers.length > 1)
    throw new RecipeError(
      'recipe/teacher',
      'Scores of one teacher can be stored; attach several teachers without a cache.',
      { path: 'cache' },
    );
  const topK = typeof fields.cache === 'object' ? fields.cache.topK : undefined;
  const cache: TeacherCache = await cacheTeacher(executor, graph, data, {
    topK,
    signal: context.signal,
    onProgress: context.onProgress,
  });
  const objective = await attachTeacher(student, [{ kind: 'cached', cache }], loss, attach);
  return { objective, teachers, perSample: cachedRows(cache), cache: { bytes: cache.bytes, ms: cache.ms } };
}

// ---------------------------------------------------------------------------------------------

/** Data without labels leaves the loss to the teacher, unless a share was asked for. */
function withoutLabels(loss: DistillLoss, labelled: boolean): DistillLoss {
  return labelled || loss.alpha !== undefined ? loss : { ...loss, alpha: 1 };
}
