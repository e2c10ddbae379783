/** Opens the network of a run as it was after a step, or what the finished run made, as a model of the session. */
import { DecantError } from '../../core/errors.ts';
import { learnedModel } from '../../recipes/training/evaluation.ts';
import type { DecantTraining } from '../api.ts';
import type { ModelEntry } from '../models.ts';
import type { Workbench } from '../workbench.ts';
import { findCheckpoint } from './branchRecord.ts';
import { divide } from './heldOut.ts';
import { findData } from './identity.ts';
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
  if (network) return learnedModel(network, states);
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
