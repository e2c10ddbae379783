/** Opens the network of a run as it was after a step, or what the finished run made, as a model of the session. */
import { DecantError } from '../../core/errors.ts';
import type { Recipe } from '../../recipes/schema.ts';
import { finishNetwork } from '../../recipes/training/finish.ts';
import type { CheckpointSummary, DecantTraining } from '../api.ts';
import type { ModelEntry } from '../models.ts';
import type { Workbench } from '../workbench.ts';
import { findCheckpoint } from './branchRecord.ts';
import { divide, usualShare } from './heldOut.ts';
import { findData, findModel } from './identity.ts';
import { madeOf } from './keptModels.ts';
import type { StoredTraining } from './records.ts';
import type { RunFolder } from './runFolder.ts';

/** @throws DecantError `training/checkpoint` when there is no whole one, `training/file` when its network is gone */
export async function openCheckpoint(
  { openings }: Workbench,
  record: StoredTraining,
  folder: RunFolder,
  request: Parameters<DecantTraining['openCheckpoint']>[0],
): Promise<ModelEntry> {
  const { run, name } = record;
  const { step } = request;
  const graph = step === undefined ? await finished(record, folder) : await networkAt(record, folder, step, request);
  return openings.models.add({
    id: openings.models.newId(),
    name: step === undefined ? name : `${name}, step ${step}`,
    format: 'run',
    graph,
    notes: [],
    // The finished model is what the run keeps; a network on its way can be opened again only by its step.
    ...(step === undefined ? { run } : {}),
    ...learnedBy(openings, record),
    ...(await lineage(openings, record, step === undefined ? undefined : findCheckpoint(record, step, request))),
  });
}

// ---------------------------------------------------------------------------------------------

/** What its run learned from, where that is open. */
function learnedBy({ data }: Workbench['openings'], record: StoredTraining): Pick<ModelEntry, 'learned'> {
  const from = record.data && findData(data, record.data)?.dataset;
  if (!from) return {};
  const { heldOut, seed } = record;
  const { samples } = divide(from, typeof heldOut === 'object' ? 0 : heldOut, seed).data;
  return { learned: { from, samples } };
}

/**
 * What it takes to make the network again, for receipts; nothing where what its run worked on is not open, or where no
 * recipe makes it: an assistant, or a network whose stage ends by changing it.
 */
async function lineage(
  { models, data }: Workbench['openings'],
  record: StoredTraining,
  at: CheckpointSummary | undefined,
): Promise<Partial<ModelEntry>> {
  const recipe = at ? endingAt(record.recipe, at) : record.recipe;
  const original = record.model && (await findModel(models, record.model));
  const learned = record.data && findData(data, record.data);
  const held = typeof record.heldOut === 'object' ? findData(data, record.heldOut) : (record.heldOut ?? usualShare);
  const named = await Promise.all(record.named.map(async (one) => [one.id, await findModel(models, one)] as const));
  const known = named.flatMap(([id, entry]) => (entry ? [[id, entry] as const] : []));
  if (!recipe || !original || !learned || held === undefined || known.length < named.length) return {};
  const ended = [...(at ? [at] : []), ...(record.ended ?? [])].map(({ stage, part, step }) => ({
    stage,
    ...(part === undefined ? {} : { part }),
    step,
  }));
  const marks = record.marks.filter(({ stage }) => stage < recipe.steps.length);
  const made = madeOf({ ...record, ended, marks }, { data: learned, heldOut: held, named: new Map(known) });
  return { original: original.id, recipe, seed: record.seed, made };
}

/** The recipe up to the stage of a checkpoint; undefined where that stage would leave something else. */
function endingAt({ steps, ...head }: Recipe, { stage, part = 0 }: CheckpointSummary): Recipe | undefined {
  const last = steps[stage];
  const own = last?.kind === 'distill' ? (last.assistants?.length ?? 0) : 0;
  return last === undefined || last.kind === 'prune' || part !== own
    ? undefined
    : { ...head, steps: steps.slice(0, stage + 1) };
}

async function networkAt(
  record: StoredTraining,
  folder: RunFolder,
  step: number,
  request: { readonly stage?: number; readonly part?: number },
) {
  const summary = findCheckpoint(record, step, request);
  const place = { step: summary.stage, part: summary.part ?? 0 };
  const { states } = await folder.checkpoint(place, step);
  const network = await folder.network(place);
  if (network) return finishNetwork(network, states, await folder.finish(place));
  throw new DecantError('training/file', `The network of run "${record.name}" was not kept; run it again.`, {
    run: record.run,
  });
}

async function finished({ run, name, status }: StoredTraining, folder: RunFolder) {
  const graph = status === 'done' ? await folder.lastStage() : undefined;
  if (graph) return graph;
  throw new DecantError('training/checkpoint', `The run "${name}" has not ended; name a step that has a checkpoint.`, {
    run,
  });
}
