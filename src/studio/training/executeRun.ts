/** Carries a training run out: its recipe on what it works on, from its beginning or from where it was kept. */
import { DecantError, messageOf } from '../../core/errors.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { measureSize } from '../../evaluation/size.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import type { RecipeContext, TrainingPlace } from '../../recipes/context.ts';
import type { StepResult, TrainingSummary } from '../../recipes/reports.ts';
import { runRecipe } from '../../recipes/runRecipe.ts';
import { estimateHeldOut } from '../../recipes/training/evaluation.ts';
import { stepOfName } from '../../training/checkpoint.ts';
import type { StageSummary, TrainingEnd } from '../api.ts';
import type { Environment } from '../environment.ts';
import { marksAt } from '../makeAgain.ts';
import { isDeviceLost } from '../measure.ts';
import { stepReport } from '../stepReport.ts';
import type { Workbench } from '../workbench.ts';
import type { ActiveRun } from './activeRun.ts';
import type { Subjects } from './prepareRun.ts';
import type { RunFolder } from './runFolder.ts';
import { stageSpeed } from './stageSpeed.ts';
import { switchingExecutor } from './switchingExecutor.ts';

export interface Execution {
  readonly bench: Workbench;
  readonly environment: Environment;
  readonly active: ActiveRun;
  readonly folder: RunFolder;
  readonly subjects: Subjects;
  /** Hears of what is about to learn and may stop the run there, which then trains nothing. */
  readonly onLesson?: RecipeContext['onLesson'];
}

/** What the last stage leaves. */
export async function executeRun(execution: Execution): Promise<Graph> {
  const { active, subjects } = execution;
  const { recipe } = active.record.now;
  const executor = await executorOf(execution);
  const context = contextOf(execution, executor);
  for (let losses = 0; ; losses++) {
    try {
      const resumed = await resumedFrom(execution);
      await keepOriginal(execution, executor);
      return (await runRecipe(subjects.model?.graph, recipe, context, resumed)).graph;
    } catch (error) {
      // Lost outside of training, such as while a teacher's scores were stored: the stage begins again.
      if (!isDeviceLost(error) || losses >= mostLosses || !(await executor.replace(error))) throw error;
    }
  }
}

// ---------------------------------------------------------------------------------------------

const mostLosses = 4;

async function executorOf({ bench, environment, active, subjects }: Execution) {
  const { executor: asked } = active.record.now;
  const { executors } = environment;
  await bench.executors.readiness();
  const model = subjects.model?.graph ?? [...subjects.named.values()][0]?.graph;
  const first: Executor = model ? await bench.executors.pick(asked, model) : await bench.executors.pickAny(asked);
  const told = (executor: Executor) => {
    active.teller.executor = executor.name;
    active.record.change({ ranOn: executor.name });
  };
  told(first);
  return switchingExecutor(first, async (error, before) => {
    const elsewhere = executors.onnx ?? executors.reference;
    const next = await environment.adapter().then(
      (adapter) => (adapter || before.name !== 'webgpu' ? before : elsewhere),
      () => (before.name === 'webgpu' ? elsewhere : before),
    );
    if (!next) return undefined;
    const where = next === before ? '' : ` It goes on with ${next.name}, since no other GPU is offered.`;
    active.teller.note(`${messageOf(error)} The run went back to its last checkpoint and goes on.${where}`);
    told(next);
    return next;
  });
}

function contextOf(execution: Execution, executor: ReturnType<typeof switchingExecutor>): RecipeContext {
  const { bench, active, folder, subjects } = execution;
  const { samples, named } = subjects;
  const { seed } = active.record.now;
  const store = (place: TrainingPlace) => folder.checkpoints(place, active.teller.listenerOf(place));
  return {
    ...active.task,
    executor,
    seed,
    ...(samples ? { data: samples.data } : {}),
    ...(samples?.heldOut ? { heldOut: samples.heldOut } : {}),
    models: (id) => (named.get(id) ?? bench.openings.models.find(id))?.graph,
    beforeStep: active.beforeStep,
    marks: (place) => marksAt(active.record.now.marks, place),
    onRun: active.onRun,
    onTraining: active.onTraining,
    checkpoints: store,
    resume: async (place) => {
      store(place);
      const { checkpoint, broken } = await folder.newest(place);
      for (const name of broken)
        active.teller.note(
          `The checkpoint after step ${stepOfName(name)} is not whole, so it was passed over; the run goes on from the one after step ${checkpoint?.step ?? 0}.`,
        );
      active.teller.resumedAt(checkpoint?.step);
      return checkpoint;
    },
    onLesson: async (lesson, place) => {
      await execution.onLesson?.(lesson, place);
      active.beginLesson(place, lesson);
      await orNote(active, folder.keepNetwork(place, lesson.model, lesson.finish));
    },
    afterStep: (stage, graph, result) => keepStage(execution, executor, stage, graph, result),
    recover: (error) => (mayRecover(error) ? executor.replace(error) : Promise.resolve(undefined)),
  };
}

/** A device that is gone, and a judge that was replaced because somebody cancelled other work in it. */
const mayRecover = (error: Error): boolean =>
  isDeviceLost(error) ||
  (error instanceof DecantError && (error.code === 'worker/judge-replaced' || error.code === 'webgpu/unavailable'));

/** Of a chain: what its stages begin with, measured as they are. */
async function keepOriginal({ active, subjects }: Execution, executor: Executor): Promise<void> {
  const { recipe, original } = active.record.now;
  const { model } = subjects;
  if (!model || original || recipe.steps.length < 2) return;
  const summary = await summaryOf(active, subjects, executor, model.graph, { kind: 'original', ms: 0 });
  active.record.change({ original: summary });
  await active.record.save();
  active.tellStages();
}

async function summaryOf(
  active: ActiveRun,
  { samples, model }: Subjects,
  executor: Executor,
  graph: Graph,
  made: Pick<StageSummary, 'kind' | 'ms'>,
): Promise<StageSummary> {
  const { parameters, bytes } = measureSize(graph);
  const heldOut = samples?.heldOut;
  const intervals = heldOut ? await measured(executor, graph, heldOut, model?.graph) : {};
  const metrics = Object.fromEntries(Object.entries(intervals).map(([name, { value }]) => [name, value]));
  const measuredOn = heldOut ? { intervals, measuredOn: { name: heldOut.name, samples: heldOut.samples } } : {};
  const speed = await timed(active, executor, graph, heldOut ?? samples?.data);
  return { ...made, bytes, parameters, metrics, ...measuredOn, ...speed };
}

async function keepStage(
  { active, folder, subjects }: Execution,
  executor: Executor,
  stage: number,
  graph: Graph,
  { kind, ms, report }: StepResult,
): Promise<void> {
  await orNote(active, folder.keepStage(stage, graph));
  const summary = await summaryOf(active, subjects, executor, graph, { kind, ms });
  const { stages, reports } = active.record.now;
  const note = subjects.samples?.note;
  const ended = 'training' in report ? endsOf(stage, report.training) : [];
  const told = stepReport(report);
  const notes = [...told.notes, ...('training' in report && note ? [note] : [])];
  active.record.change({
    stage: stage + 1,
    stages: [...stages.slice(0, stage), { ...summary, ...(told.pruned ? { pruned: told.pruned } : {}) }],
    reports: [...reports.slice(0, stage), { kind, ms, report: { ...told, notes } }],
    ...(ended.length > 0 ? { ended: [...(active.record.now.ended ?? []), ...ended] } : {}),
  });
  await active.record.save();
  active.tellStages();
}

/** Networks of a stage that were not trained to their last step. */
function endsOf(stage: number, training: readonly TrainingSummary[]): TrainingEnd[] {
  return training.flatMap(({ early, steps }, part) =>
    early ? [{ stage, ...(part > 0 ? { part } : {}), step: steps }] : [],
  );
}

/** How fast what a stage has left is; told as a note where it cannot be had. */
const timed = (active: ActiveRun, executor: Executor, graph: Graph, source: SampleSource | undefined) =>
  stageSpeed(executor, graph, source).then(
    (speed) => ({ speed: { ...speed, executor: active.teller.executor } }),
    (error: unknown) => {
      if (!isDeviceLost(error)) active.teller.note(`A stage was not timed: ${messageOf(error)}`);
      return {};
    },
  );

/** A figure beside the run: where it cannot be had the run goes on without. */
const measured = (executor: Executor, graph: Graph, heldOut: SampleSource, original: Graph | undefined) =>
  estimateHeldOut(executor, graph, heldOut, original).catch(
    (error: unknown): Awaited<ReturnType<typeof estimateHeldOut>> => {
      if (isDeviceLost(error)) return {};
      throw error;
    },
  );

async function orNote(active: ActiveRun, keeping: Promise<void>): Promise<void> {
  await keeping.catch((error: unknown) => active.teller.note(messageOf(error)));
}

async function resumedFrom({ active, folder }: Execution) {
  const { stage } = active.record.now;
  for (let step = stage; step > 0; step--) {
    const graph = await folder.stage(step - 1).catch((error: unknown) => void active.teller.note(messageOf(error)));
    if (graph) return { step, graph };
  }
  return undefined;
}
