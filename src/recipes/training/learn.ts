/** Runs the optimizer of any step that trains: from an objective to the states that are left, and how it went. */
import { holdMasks } from '../../compression/pruning/heldMasks.ts';
import { RecipeError } from '../../core/errors.ts';
import { createProgressReporter } from '../../core/task.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import type { Executor, Tensors } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { learningStep } from '../../training/learningStep.ts';
import type { Objective } from '../../training/objective.ts';
import type { Optimizer } from '../../training/optimizers.ts';
import { startTraining } from '../../training/run.ts';
import type { StateAdjustment, TrainingOutcome } from '../../training/runOptions.ts';
import type { Schedule } from '../../training/schedule.ts';
import type { TrainingData } from '../../training/trainingData.ts';
import { averagedStates } from '../../training/weightAverage.ts';
import type { RecipeContext, TrainingPlace } from '../context.ts';
import type { TrainingSummary } from '../reports.ts';
import type { TrainingFields } from '../schemaTraining.ts';
import { createEvaluation } from './evaluation.ts';
import type { Finish } from './finish.ts';

export interface NamedTeacher {
  readonly graph: Graph;
  readonly weight?: number;
}

export interface Lesson {
  /** The network that learns, as it is measured on held-out samples. */
  readonly model: Graph;
  readonly objective: Objective;
  readonly fields: TrainingFields;
  /** What is stored for each sample beside the data's own. */
  readonly perSample?: TrainingData['perSample'];
  /** Whose answers it is compared with on held-out samples. */
  readonly teachers?: readonly NamedTeacher[];
  /** Weights whose zeros stay. */
  readonly held?: readonly string[];
  readonly adjust?: StateAdjustment;
  /** What becomes of the network when it has learned. */
  readonly finish?: Finish;
  /** Words for progress: "training", "teaching assistant 1". */
  readonly label: string;
}

export interface Learned {
  /** Parameters by name, averages in their place where they were asked for. */
  readonly states: Tensors;
  readonly summary: TrainingSummary;
}

/**
 * @throws RecipeError `recipe/training` without data or executor
 * @throws DecantError `training/diverged` when learning goes wrong
 */
export async function learn(lesson: Lesson, context: RecipeContext): Promise<Learned> {
  const { executor, data } = trainingNeeds(context);
  const { fields, label } = lesson;
  const held = await holdMasks(lesson.objective.graph, lesson.held ?? []);
  const step = await learningStep(
    { ...lesson.objective, graph: held.graph },
    {
      optimizer: optimizerOf(fields),
      masks: held.masks,
      ring: context.readEvery ?? (executor.name === 'webgpu' ? defaultRing : 1),
      ...pick(fields, ['clipNorm', 'accumulate', 'average']),
    },
  );
  const place: TrainingPlace = { step: context.step ?? 0, part: context.part ?? 0 };
  await context.onLesson?.({ model: lesson.model, step, ...pick(lesson, ['finish']) }, place);
  const from = await context.resume?.(place);
  const [marks, until] = [context.marks?.(place), context.until?.(place)];
  const progress = createProgressReporter(label, fields.steps, context.onProgress);
  const source: TrainingData = {
    ...data,
    batch: (rows) => data.batch(rows),
    ...(lesson.perSample ? { perSample: lesson.perSample } : {}),
  };
  const run = startTraining(executor, step, source, {
    steps: fields.steps,
    batch: fields.batch,
    seed: seedOf(fields, context),
    learningRate: fields.optimizer.learningRate,
    schedule: scheduleOf(fields),
    ...pick(fields, ['checkpointEvery', 'augment']),
    ...(from ? { from } : {}),
    ...(marks ? { marks } : {}),
    ...(until === undefined ? {} : { until }),
    ...(lesson.adjust ? { adjust: lesson.adjust } : {}),
    ...(context.checkpoints ? { store: context.checkpoints(place) } : {}),
    ...(context.recover ? { recover: context.recover } : {}),
    ...(context.signal ? { signal: context.signal } : {}),
    ...(context.heldOut
      ? { evaluate: createEvaluation(lesson.model, context.heldOut, lesson.teachers?.[0]?.graph, context) }
      : {}),
    onProgress: (now) => {
      progress(now.step);
      context.onTraining?.(now, place);
    },
  });
  context.onRun?.(run, place);
  const outcome = await run.done;
  return { states: averagedStates(outcome.states, step.trained), summary: summaryOf(outcome) };
}

/** @throws RecipeError `recipe/training` when there is no data or no executor */
export function trainingNeeds({ executor, data }: RecipeContext): { executor: Executor; data: SampleSource } {
  if (executor && data && data.samples > 0) return { executor, data };
  throw new RecipeError(
    'recipe/training',
    'Training needs samples to learn from, but there is no data. Open data.',
    {},
  );
}

/** A step's own seed, else the run's, else 0. */
export const seedOf = ({ seed }: { readonly seed?: number }, context: RecipeContext): number =>
  seed ?? context.seed ?? 0;

// ---------------------------------------------------------------------------------------------

/** Readings this far apart cost nothing to notice, and keep curves live at any pace. */
const defaultRing = 16;

function optimizerOf({ optimizer }: TrainingFields): Optimizer {
  const { learningRate: _rate, schedule: _schedule, warmUp: _warmUp, floor: _floor, ...own } = optimizer;
  return own;
}

function scheduleOf({ optimizer: { schedule, warmUp, floor } }: TrainingFields): Schedule {
  return { kind: schedule, ...(warmUp === undefined ? {} : { warmUp }), ...(floor === undefined ? {} : { floor }) };
}

/** The given fields of an object, those that are there. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const found: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) found[key] = from[key];
  return found;
}

function summaryOf({ steps, curve, marks, early }: TrainingOutcome): TrainingSummary {
  const last = Object.entries(curve.values).flatMap(([name, values]) =>
    values.length === 0 ? [] : [[name, values[values.length - 1]] as const],
  );
  return { steps, curve, marks, early, last: Object.fromEntries(last), msPerStep: curve.msPerStep };
}
