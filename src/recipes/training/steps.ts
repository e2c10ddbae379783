/** The steps that train: what each does to the current model. */
import type { Adapted } from '../../compression/adapters/lora.ts';
import { addAdapters, mergeAdapters } from '../../compression/adapters/lora.ts';
import { gradualPruning } from '../../compression/pruning/heldMasks.ts';
import type { MagnitudeOptions } from '../../compression/pruning/options.ts';
import { loadWeights, prune, prunedWeights } from '../../compression/pruning/prune.ts';
import { convertAware } from '../../compression/quantization/aware/convertAware.ts';
import { insertFakeQuantize } from '../../compression/quantization/aware/insertFakeQuantize.ts';
import { adaRound } from '../../compression/quantization/rounding/adaRound.ts';
import { correctBiases } from '../../compression/quantization/rounding/biasCorrection.ts';
import { networkCost } from '../../compression/students/buildStudent.ts';
import { RecipeError } from '../../core/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { withTrained } from '../../training/trainingStep.ts';
import type { RecipeContext } from '../context.ts';
import type {
  AdaroundReport,
  DistillReport,
  LoraReport,
  PruneStepReport,
  QatReport,
  TrainingSummary,
  TrainReport,
} from '../reports.ts';
import { nothingQuantized } from '../reports.ts';
import type {
  AdaroundStep,
  DistillStep,
  GradualPruning,
  LoraStep,
  PruneStep,
  QatStep,
  TrainStep,
} from '../schemaTraining.ts';
import type { NamedTeacher } from './learn.ts';
import { seedOf, trainingNeeds } from './learn.ts';
import { makeNetwork, networkOf } from './networks.ts';
import type { Teaching } from './teach.ts';
import { teach } from './teach.ts';
import { teachersOf } from './teachers.ts';

export interface Stepped<R> {
  readonly graph: Graph;
  readonly report: R;
}

/** Learns from labels: a network to be made, an opened one, or the current one. */
export async function runTrain(
  current: Graph | undefined,
  step: TrainStep,
  context: RecipeContext,
): Promise<Stepped<TrainReport>> {
  const seed = seedOf(step, context);
  const network =
    step.model === undefined
      ? needModel(current, 'model')
      : await networkOf(step.model, current ?? context.original, current, seed, context);
  const { graph, summary } = await taught(network, { teachers: [], fields: step, label: 'training' }, context);
  return { graph, report: { ...nothingQuantized, network: await networkCost(graph), training: [summary] } };
}

/** Learns from a teacher; where there are assistants, each is taught by the one before, and the last teaches the student. */
export async function runDistill(
  current: Graph | undefined,
  step: DistillStep,
  context: RecipeContext,
): Promise<Stepped<DistillReport>> {
  const seed = seedOf(step, context);
  const named = teachersOf(step.teacher, current, context);
  const training: TrainingSummary[] = [];
  let teachers: readonly NamedTeacher[] = named;
  for (const [i, spec] of (step.assistants ?? []).entries()) {
    const assistant = await makeNetwork(spec, named[0].graph, seed, context);
    const label = `teaching assistant ${i + 1}`;
    const { graph, summary } = await taught(assistant, { teachers, fields: step, label }, { ...context, part: i });
    training.push(summary);
    teachers = [{ graph }];
  }
  const student =
    step.student === undefined
      ? needModel(current, 'student')
      : await networkOf(step.student, named[0].graph, current, seed, context);
  const part = training.length;
  const lesson = { teachers, fields: step, label: 'distilling' };
  const { graph, summary } = await taught(student, lesson, { ...context, part });
  const costs = await Promise.all(named.map((teacher) => networkCost(teacher.graph)));
  const report = {
    ...nothingQuantized,
    network: await networkCost(graph),
    training: [...training, summary],
    teachers: costs,
  };
  return { graph, report };
}

/** Trains the network as it will be rounded, and packs it; with a teacher this is quantization-aware distillation. */
export async function runQat(
  current: Graph | undefined,
  step: QatStep,
  context: RecipeContext,
): Promise<Stepped<QatReport>> {
  const model = needModel(current, 'model');
  const { weights, activations, weightScales, activationScales, targets, ignore, exempt } = step;
  const aware = await insertFakeQuantize(
    model,
    { weights, activations, weightScales, activationScales, targets, ignore, exempt },
    context,
  );
  const { graph: network, ...rounding } = aware;
  const { states, summary } = await teach(
    network,
    {
      teachers: teachersOf(step.teacher, current, context),
      fields: step,
      trainable: aware.trainable,
      held: prunedWeights(model),
      finish: { kind: 'pack', aware: rounding },
      label: 'training for quantization',
    },
    context,
  );
  const { graph, report } = await convertAware(aware, states);
  return { graph, report: { ...report, network: await networkCost(graph), training: [summary] } };
}

/** Learns how to round, layer by layer, and takes out what rounding shifted. */
export async function runAdaround(
  current: Graph | undefined,
  step: AdaroundStep,
  context: RecipeContext,
): Promise<Stepped<AdaroundReport>> {
  const model = needModel(current, 'model');
  const { kind: _, biasCorrection = false, ...options } = step;
  const { executor, data } = trainingNeeds(context);
  const task = { executor, data, signal: context.signal, onProgress: context.onProgress };
  const rounded = await adaRound(model, { ...options, seed: seedOf(step, context) }, task);
  const corrected = biasCorrection
    ? await correctBiases(model, rounded.graph, { ...task, samples: step.samples })
    : { graph: rounded.graph, layers: [] };
  return {
    graph: corrected.graph,
    report: { ...nothingQuantized, left: rounded.left, layers: rounded.layers, biases: corrected.layers },
  };
}

/**
 * Adds low-rank adapters beside frozen layers, and trains them alone.
 *
 * @throws RecipeError `recipe/lora` when a correction is asked for and the model before quantization is not there
 */
export async function runLora(
  current: Graph | undefined,
  step: LoraStep,
  context: RecipeContext,
): Promise<Stepped<LoraReport>> {
  const model = needModel(current, 'model');
  const { rank, alpha, targets, ignore, exempt } = step;
  if (step.init === 'correction' && !context.original)
    throw new RecipeError(
      'recipe/lora',
      'A correction needs the model before it was quantized; run the recipe on that model.',
      { path: 'init' },
    );
  const original = step.init === 'correction' ? context.original : undefined;
  const adapted = await addAdapters(
    model,
    { rank, alpha, targets, ignore, exempt, seed: seedOf(step, context) },
    original,
  );
  const trained =
    step.steps === 0 ? { graph: adapted.graph, training: [] } : await trainAdapters(adapted, step, current, context);
  const graph = step.merge ? await mergeAdapters(trained.graph, adapted.adapters) : trained.graph;
  const report = {
    ...nothingQuantized,
    left: adapted.left,
    network: await networkCost(graph),
    training: trained.training,
    adapters: adapted.adapters,
    merged: step.merge,
  };
  return { graph, report };
}

/** Makes weights zero or takes channels out; `gradual` does so while the network learns. */
export async function runPrune(
  current: Graph | undefined,
  step: PruneStep,
  context: RecipeContext,
): Promise<Stepped<PruneStepReport>> {
  const model = needModel(current, 'model');
  if (step.method === 'structured' || !step.gradual) {
    const { kind: _, ...options } = step;
    const { graph, report } = await prune(model, options);
    return { graph, report: { ...nothingQuantized, left: report.left, pruned: report, training: [] } };
  }
  const { kind: _, gradual, ...options } = step;
  return pruneGradually(model, options, gradual, teachersOf(gradual.teacher, current, context), context);
}

// ---------------------------------------------------------------------------------------------

/** Share of the steps over which sparsity rises. */
const risingShare = 0.75;

/** Makes ever more weights zero while the network learns to do without them. */
async function pruneGradually(
  model: Graph,
  options: MagnitudeOptions,
  { every, ...fields }: GradualPruning,
  teachers: readonly NamedTeacher[],
  context: RecipeContext,
): Promise<Stepped<PruneStepReport>> {
  const { weights } = await loadWeights(model, options);
  const shapes = weights.map(({ values: _values, ...weight }) => weight);
  // Masks are chosen for the last time well before the end, so that what stays can settle.
  const adjust = gradualPruning(shapes, options, { steps: Math.max(1, Math.round(risingShare * fields.steps)), every });
  const held = weights.map(({ name }) => name);
  const lesson = { teachers, fields, held, adjust, label: 'pruning while training' };
  const { graph: trained, summary } = await taught(model, lesson, context);
  // What training made zero is the smallest, so this makes nothing else zero: it counts, and marks what is to stay so.
  const { graph, report } = await prune(trained, options);
  return { graph, report: { ...nothingQuantized, left: report.left, pruned: report, training: [summary] } };
}

/** A network as it is when it has learned; zeros that pruning made stay. */
async function taught(network: Graph, lesson: Teaching, context: RecipeContext) {
  const { states, summary } = await teach(network, { held: prunedWeights(network), ...lesson }, context);
  return { graph: withTrained(network, states), summary };
}

async function trainAdapters(
  { graph, trainable, adapters }: Adapted,
  step: LoraStep,
  current: Graph | undefined,
  context: RecipeContext,
) {
  const teachers = teachersOf(step.teacher, current, context);
  const finish = step.merge ? { finish: { kind: 'merge', adapters } as const } : {};
  const lesson = { teachers, fields: step, trainable, ...finish, label: 'training adapters' };
  const { states, summary } = await teach(graph, lesson, context);
  return { graph: withTrained(graph, states), training: [summary] };
}

/** @throws RecipeError `recipe/model` when the recipe runs on nothing and no step before has made a model */
export function needModel(current: Graph | undefined, path: string): Graph {
  if (current) return current;
  throw new RecipeError(
    'recipe/model',
    'The step changes a model, but there is none yet; run the recipe on one, or let a step before make it.',
    { path },
  );
}
