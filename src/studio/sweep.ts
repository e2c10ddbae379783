/**
 * Tries recipes one after another on the same samples: made, measured beside the original, entered into a table. A recipe
 * that is clearly too bad is stopped early; one that fails is a row with its reason, and the sweep goes on.
 */
import { evenBatch } from '../compression/sensitivity/lossMeter.ts';
import { DecantError } from '../core/errors.ts';
import { createProgressReporter, throwIfAborted } from '../core/task.ts';
import { compareScores, findFlips } from '../evaluation/agreement.ts';
import type { CollectedOutputs } from '../evaluation/collectOutputs.ts';
import { collectOutputs } from '../evaluation/collectOutputs.ts';
import type { Quality } from '../evaluation/quality.ts';
import { measureQuality } from '../evaluation/quality.ts';
import { findScores } from '../evaluation/scores.ts';
import { measureSize } from '../evaluation/size.ts';
import type { Graph } from '../graph/graph.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import { parseRecipe } from '../recipes/schema.ts';
import type { StudyOptions, SweepRequest, SweepRow, SweepTable } from './apiStudies.ts';
import { speedOfModel } from './measure.ts';
import type { QueuedRecipe } from './sweepRecipes.ts';
import { sweepRecipes } from './sweepRecipes.ts';
import { markFrontier, recommend } from './sweepTable.ts';
import type { Study, Workbench } from './workbench.ts';
import { recipeContext, studyOf } from './workbench.ts';

const defaultBound = 0.01;
/** Samples before a recipe may be stopped; then it is looked at each time their number has doubled. */
const firstLook = 128;

/** @throws DecantError `studio/sweep` when there is nothing to try */
export async function sweepModel(
  bench: Workbench,
  request: SweepRequest,
  task: StudyOptions<SweepTable>,
): Promise<SweepTable> {
  const queue = sweepRecipes(request);
  const sweep = await startSweep(bench, request, task);
  const report = createProgressReporter<SweepTable>(`trying ${queue.length} recipes`, queue.length, (progress) =>
    task.onProgress?.(progress),
  );
  const rows: SweepRow[] = [];
  const table = async (): Promise<SweepTable> => ({
    ...sweep.head,
    rows: markFrontier(rows),
    queued: queue.length - rows.length,
    recommended: recommend(rows, sweep.head.bound),
    provenance: await bench.executors.provenance(sweep.study.executor.name, sweep.start),
  });
  for (const [index, queued] of queue.entries()) {
    throwIfAborted(task.signal);
    report(index, { label: queued.label });
    const inside = (share: number) => report(index + share, { label: queued.label });
    rows.push(await tryRecipe(bench, sweep, queued, index, inside));
    report(index + 1, { label: queued.label, partial: await table() });
  }
  return table();
}

// ---------------------------------------------------------------------------------------------

interface Sweep {
  readonly study: Study;
  readonly request: SweepRequest;
  readonly original: CollectedOutputs;
  readonly head: Pick<SweepTable, 'original' | 'samples' | 'bound' | 'synthetic'>;
  readonly signal: AbortSignal | undefined;
  readonly start: number;
}

/** Measures the original, once for all recipes. */
async function startSweep(
  bench: Workbench,
  request: SweepRequest,
  { signal }: StudyOptions<SweepTable>,
): Promise<Sweep> {
  const start = performance.now();
  const study = await studyOf(bench, request);
  const { entry, data, synthetic } = study;
  const samples = Math.min(request.samples ?? data.source.samples, data.source.samples);
  const context = { executor: study.executor, data, samples, ...(signal ? { signal } : {}) };
  const original = await bench.executors.onLiveDevice(() => bench.measurer.outputs(entry, data, context));
  const accuracy = measureQuality(original, labelsOf(study)).classification?.accuracy;
  const speed = request.speed ? await speedOf(bench, study, entry.graph, signal) : undefined;
  const { bytes } = measureSize(entry.graph);
  const head = {
    original: { bytes, ...(accuracy ? { accuracy } : {}), ...(speed ? { speed } : {}) },
    samples: original.samples,
    bound: request.bound ?? defaultBound,
    ...(synthetic ? { synthetic } : {}),
  };
  return { study, request, original, head, signal, start };
}

function labelsOf({ data: { source } }: Study): { labels?: Int32Array; classes?: number } {
  const { labels, classes } = source;
  return labels && classes ? { labels, classes: classes.length } : {};
}

async function speedOf(bench: Workbench, study: Study, graph: Graph, signal: AbortSignal | undefined) {
  const threads = await bench.executors.threads(study.executor.name);
  const context = {
    executor: study.executor,
    ...(study.synthetic ? {} : { data: study.data }),
    ...(signal ? { signal } : {}),
  };
  return speedOfModel({ ...study.entry, graph }, context, 1, threads);
}

async function tryRecipe(
  bench: Workbench,
  sweep: Sweep,
  { label, recipe }: QueuedRecipe,
  index: number,
  inside: (share: number) => void,
): Promise<SweepRow> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const row = { index, label, recipe, pareto: false };
  try {
    const measured = await bench.executors.onLiveDevice(() => measureRecipe(bench, sweep, recipe, inside));
    return { ...row, ...measured, seconds: seconds() };
  } catch (error) {
    throwIfAborted(sweep.signal);
    if (!(error instanceof DecantError)) throw error;
    const none = { samples: 0, bytes: 0, bitsPerWeight: 0 };
    return { ...row, ...none, state: 'failed', message: error.message, seconds: seconds() };
  }
}

type Measured = Omit<SweepRow, 'index' | 'label' | 'recipe' | 'pareto' | 'seconds'>;

async function measureRecipe(
  bench: Workbench,
  sweep: Sweep,
  recipe: unknown,
  inside: (share: number) => void,
): Promise<Measured> {
  const { study, signal, head, original, request } = sweep;
  const { executor, data, synthetic, entry } = study;
  const task = signal ? { signal } : {};
  const learned = request.learn === undefined ? data.source : bench.openings.data.get(request.learn).dataset;
  const real = synthetic ? {} : { data: learned };
  const needs = recipeContext(bench, { executor, ...real }, task);
  const { graph } = await runRecipe(entry.graph, parseRecipe(recipe), needs);
  const { bytes, bitsPerWeight } = measureSize(graph);
  const collected = await collectOutputs(executor, graph, data.source, {
    samples: head.samples,
    batch: evenBatch(head.samples),
    onProgress: ({ done, total }) => inside(done / total),
    enough: request.toTheEnd ? () => false : stopper(sweep),
    ...task,
  });
  const quality = measureQuality(collected, { ...labelsOf(study), original });
  const stopped = collected.samples < head.samples;
  const speed = request.speed && !stopped ? await speedOf(bench, study, graph, signal) : undefined;
  return {
    state: stopped ? 'stopped' : 'measured',
    ...(stopped ? { message: `Clearly below the bound after ${collected.samples} samples.` } : {}),
    samples: collected.samples,
    bytes,
    bitsPerWeight,
    ...figuresOf(quality),
    ...(speed ? { speed } : {}),
  };
}

/** True once the interval of what is lost lies wholly beyond the bound. */
function stopper({ study, original, head }: Sweep): (collected: CollectedOutputs) => boolean {
  const { labels, classes } = labelsOf(study);
  let look = firstLook;
  return ({ samples, outputs }) => {
    if (samples < look) return false;
    look = samples * 2;
    const after = findScores(outputs, classes);
    const before = findScores(original.outputs, after?.classes);
    if (!after || !before || before.classes !== after.classes) return false;
    const seen = { ...before, samples, values: before.values.subarray(0, samples * before.classes) };
    if (labels) return findFlips(seen, after, labels).difference.high < -head.bound;
    return compareScores(seen, after).agreement.high < 1 - head.bound;
  };
}

function figuresOf({ classification, agreement, flips, outputs }: Quality): Partial<Measured> {
  const cosine = outputs?.[0]?.cosine.value;
  return {
    ...(classification ? { accuracy: classification.accuracy } : {}),
    ...(agreement ? { agreement: agreement.agreement, kl: agreement.kl } : {}),
    ...(flips
      ? {
          difference: flips.difference,
          flips: { broke: flips.toWrong.length, mended: flips.toRight.length, p: flips.p },
        }
      : {}),
    ...(!agreement && cosine !== undefined ? { cosine } : {}),
  };
}
