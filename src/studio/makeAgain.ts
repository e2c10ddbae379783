/**
 * Makes a model again as a receipt says, run by run: with the seed, the samples, those that were held out, the executor and
 * the changes of settings of each, so that what learns has the same curve. Keeps no record and no checkpoints.
 */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { limit } from '../data/dataset.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type { RecipeContext, TrainingPlace } from '../recipes/context.ts';
import type { StepResult } from '../recipes/reports.ts';
import { parseRecipe } from '../recipes/schema.ts';
import type { Mark } from '../training/settings.ts';
import type { TrainingEnd, TrainingMark } from './api.ts';
import type { DataIdentity, Receipt, ReceiptRun } from './apiResults.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';
import { findData, findModel } from './receiptSubjects.ts';
import { makeModel } from './runModel.ts';
import { divide } from './training/heldOut.ts';
import type { Workbench } from './workbench.ts';

export interface MadeAgain {
  readonly entry: ModelEntry;
  /** Whether it was made from the same samples, byte by byte. */
  readonly sameData: boolean;
  /** Why it may have come out otherwise, as sentences. */
  readonly notes: readonly string[];
  readonly steps: readonly StepResult[];
}

interface Given {
  /** What the receipt's figures are of. */
  readonly data?: DataEntry;
  /** Instead of where each run was made. */
  readonly executor?: ExecutorName;
}

/**
 * @param model the receipt's model, opened
 * @throws DecantError `studio/receipt-missing` naming data or a teacher that must be opened first
 */
export async function makeAgain(
  bench: Workbench,
  model: ModelEntry,
  { recipe, runs, seed }: Receipt,
  given: Given,
  task: TaskOptions,
): Promise<MadeAgain> {
  const { data } = given;
  const used = data ? { data: data.id } : {};
  const executor = given.executor ? { executor: given.executor } : {};
  if (!runs) {
    const { entry, steps } = await makeModel(bench, { model: model.id, recipe, seed, ...used, ...executor }, task);
    return { entry, steps, sameData: true, notes: [] };
  }
  const { steps: all, ...head } = parseRecipe(recipe);
  let [now, from] = [
    { entry: model, sameData: true, notes: [] as readonly string[], steps: [] as readonly StepResult[] },
    0,
  ];
  for (const run of runs) {
    const part = { ...head, steps: all.slice(from, from + run.steps) };
    const next = await runAgain(bench, now.entry, part, run, given.executor, task);
    now = {
      entry: next.entry,
      sameData: now.sameData && next.sameData,
      notes: [...now.notes, ...next.notes],
      steps: [...now.steps, ...next.steps],
    };
    from += run.steps;
  }
  return now;
}

/** The changes of settings of one network among those of a run. */
export const marksAt = (marks: readonly TrainingMark[], { step: stage, part: own }: TrainingPlace): readonly Mark[] =>
  marks.flatMap(({ stage: at, part = 0, step, name, value }) =>
    at === stage && part === own ? [{ step, name, value }] : [],
  );

// ---------------------------------------------------------------------------------------------

async function runAgain(
  bench: Workbench,
  model: ModelEntry,
  recipe: object,
  run: ReceiptRun,
  asked: ExecutorName | undefined,
  task: TaskOptions,
): Promise<MadeAgain> {
  const { seed, note } = run;
  const own = await sampleOf(bench, run.data, task);
  const held = typeof run.heldOut === 'number' ? run.heldOut : await sampleOf(bench, run.heldOut, task);
  const named = await namedAgain(bench, run, task);
  const { executors } = await bench.executors.readiness();
  const executor = asked ?? executors.find((one) => one === run.executor);
  const divided = own && divide(own.dataset, typeof held === 'object' ? held.dataset : held, seed);
  const context: Partial<RecipeContext> = {
    ...(divided ? { data: divided.data } : {}),
    models: (id) => named.get(id)?.graph,
    marks: (place) => marksAt(run.marks ?? [], place),
    until: (place) => untilAt(run.ended ?? [], place),
  };
  const request = { model: model.id, recipe, seed, ...(executor ? { executor } : {}) };
  const { entry, steps, executor: used } = await makeModel(bench, request, task, context);
  const elsewhere = run.executor && used !== run.executor ? [elsewhereNote(run.executor, used)] : [];
  const notes = [...(note === undefined ? [] : [note]), ...elsewhere];
  return { entry, steps, sameData: own?.same !== false && (typeof held !== 'object' || held.same), notes };
}

/** The step after which one network's training ended, where that was before its last. */
const untilAt = (ended: readonly TrainingEnd[], { step: stage, part: own }: TrainingPlace): number | undefined =>
  ended.find(({ stage: at, part = 0 }) => at === stage && part === own)?.step;

/** As many samples as there were, whatever else the opened data has. */
async function sampleOf(bench: Workbench, identity: DataIdentity | null, task: TaskOptions) {
  if (identity === null) return undefined;
  const { entry, same } = await findData(bench, identity, undefined, task);
  return entry && { dataset: limit(entry.dataset, identity.samples), same };
}

/** @throws DecantError `studio/receipt-missing` for a model that is not open, or that no file holds */
async function namedAgain(
  bench: Workbench,
  { named = {} }: ReceiptRun,
  task: TaskOptions,
): Promise<ReadonlyMap<string, ModelEntry>> {
  const found = new Map<string, ModelEntry>();
  for (const [id, { name, sha256, bytes }] of Object.entries(named)) {
    if (sha256 === undefined || bytes === undefined)
      throw new DecantError(
        'studio/receipt-missing',
        `"${name}" taught here, a network that another run made: no file holds it, so this receipt cannot be replayed.`,
        { role: 'model', name },
      );
    found.set(id, (await findModel(bench, { name, sha256, bytes }, undefined, task)).entry);
  }
  return found;
}

const elsewhereNote = (theirs: string, ours: string): string =>
  `It learned on ${theirs} there and on ${ours} here, so its weights differ in their last digits.`;
