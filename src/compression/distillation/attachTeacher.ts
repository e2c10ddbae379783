/**
 * Distillation as one graph: teacher and student share the input, and the losses are nodes between them; only the
 * student is learned. A teacher whose scores were stored is the same graph with the teacher cut off.
 */
import { GraphError } from '../../core/errors.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { removeDeadCode } from '../../graph/passes/removeDeadCode.ts';
import { formatShape, isConcrete, sameShape } from '../../tensor/shape.ts';
import type { Objective } from '../../training/objective.ts';
import { addAccuracy, addAgreement, addLabels, addTotal, inputOf } from '../../training/objective.ts';
import { trainableParameters } from '../../training/trainable.ts';
import { trainMode } from '../../training/trainMode.ts';
import type { TeacherCache } from './cachedTeacher.ts';
import { addCachedScores } from './cachedTeacher.ts';
import { candidatesOf, proposePairs } from './feature/pairs.ts';
import type { AttachOptions, LossContext, Side } from './lossTerms.ts';
import { termsOf } from './lossTerms.ts';
import { mergeTeacher } from './mergeTeacher.ts';
import type { DistillLoss, FeaturePair } from './options.ts';

export type Teacher =
  | { readonly kind: 'graph'; readonly graph: Graph; readonly weight?: number }
  | { readonly kind: 'cached'; readonly cache: Pick<TeacherCache, 'classes' | 'kept'>; readonly weight?: number };

/**
 * @param teachers one, or several whose losses are weighted
 * @throws GraphError `distillation/scores` when student and teacher do not score the same classes
 * @throws GraphError `distillation/labels` when the loss needs labels and there are none
 * @throws GraphError `distillation/features` when no values can be paired, or a named one is not there
 */
export async function attachTeacher(
  student: Graph,
  teachers: readonly Teacher[],
  loss: DistillLoss,
  options: AttachOptions,
): Promise<Objective> {
  const learning = await trainMode(student, options);
  const merged = await mergeAll(learning, teachers);
  const { types, known } = await inferTypes(merged.graph);
  const builder = createBuilder(merged.graph, types, known);
  const scores = options.scores ?? student.outputs[0];
  const perSample: string[] = [];
  const sides = merged.teachers.map((teacher, i): Side => {
    if (teacher.names) return { ...teacher, scores: checkScores(builder, scores, teacher.scores) };
    const { cache } = teachers[i] as Teacher & { kind: 'cached' };
    const cached = addCachedScores(builder, scores, cache);
    perSample.push(...cached.perSample);
    return { ...teacher, scores: checkScores(builder, scores, cached.scores) };
  });
  const labels = options.labelled ? addLabels(builder, scores) : undefined;
  const learned: string[] = [];
  const context: LossContext = { builder, student, scores, labels, sides, learned, options };
  const { terms, settings } = termsOf(context, loss);
  const total = addTotal(builder, terms);
  const metrics = {
    ...(labels === undefined ? {} : { accuracy: addAccuracy(builder, scores, labels) }),
    agreement: addAgreement(builder, scores, sides[0].scores),
  };
  const outputs = [...new Set([...student.outputs, ...Object.values(total.losses), ...Object.values(metrics)])];
  return {
    graph: removeDeadCode(builder.build(outputs)),
    input: inputOf(student),
    ...(labels === undefined ? {} : { labels }),
    perSample,
    settings: { ...total.settings, ...settings },
    losses: total.losses,
    metrics,
    trained: [...(options.trainable ?? trainableParameters(student)), ...learned],
  };
}

/** The pairs of values that a feature loss compares when none are named. */
export async function proposeFeaturePairs(student: Graph, teacher: Graph): Promise<FeaturePair[]> {
  const [own, other] = await Promise.all(
    [student, teacher].map(async (graph) => candidatesOf(graph, await inferTypes(graph))),
  );
  return proposePairs(own, other);
}

// ---------------------------------------------------------------------------------------------

async function mergeAll(student: Graph, teachers: readonly Teacher[]): Promise<{ graph: Graph; teachers: Side[] }> {
  let graph = student;
  const sides: Side[] = [];
  if (teachers.length === 0) throw new GraphError('distillation/teacher', 'A distillation needs at least one teacher.');
  for (const [i, teacher] of teachers.entries()) {
    const weight = teacher.weight ?? 1 / teachers.length;
    if (teacher.kind === 'cached') sides.push({ weight, scores: '', pairs: [] });
    else {
      const merged = mergeTeacher(graph, teacher.graph, i === 0 ? 'teacher' : `teacher${i + 1}`);
      graph = merged.graph;
      const pairs = await proposeFeaturePairs(student, teacher.graph);
      sides.push({ weight, scores: merged.teacher.get(teacher.graph.outputs[0]) ?? '', names: merged.teacher, pairs });
    }
  }
  return { graph, teachers: sides };
}

function checkScores(builder: GraphBuilder, own: string, teacher: string): string {
  const [student, other] = [builder.type(own).shape, builder.type(teacher).shape];
  const comparable = isConcrete(student.slice(1)) && isConcrete(other.slice(1));
  if (student.length === other.length && (!comparable || sameShape(student.slice(1), other.slice(1)))) return teacher;
  throw new GraphError(
    'distillation/scores',
    `The student scores ${formatShape(student)} and the teacher ${formatShape(other)}; both must score the same classes.`,
    { student, teacher: other },
  );
}
