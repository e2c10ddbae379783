/** Models that runs made, as entries of the session; and again from what a run has kept. */
import type { Graph } from '../../graph/graph.ts';
import type { Environment } from '../environment.ts';
import type { Made } from '../made.ts';
import type { ModelEntry } from '../models.ts';
import { openGraph } from '../openModel.ts';
import type { Workbench } from '../workbench.ts';
import type { Identity } from './identity.ts';
import { identityOfModel } from './identity.ts';
import type { Subjects } from './prepareRun.ts';
import type { StoredTraining } from './records.ts';
import type { RunFolder } from './runFolder.ts';

/** The model that a run has made, with an id of its own. */
export function entryOf({ openings }: Workbench, record: StoredTraining, graph: Graph, subjects: Subjects): ModelEntry {
  const { run, name, recipe, seed } = record;
  const { model: original, samples } = subjects;
  return {
    id: openings.models.newId(),
    name,
    format: 'run',
    graph,
    notes: original?.notes ?? [],
    ...(original ? { original: original.id, recipe, seed, made: madeOf(record, subjects) } : {}),
    ...(samples ? { learned: { from: samples.from, samples: samples.data.samples } } : {}),
    run,
  };
}

/** What a run was given and how it was steered, as its record tells. */
export function madeOf(
  { marks, ended = [], ranOn, otherSchedule }: StoredTraining,
  { data, heldOut, named }: Pick<Made, 'data' | 'heldOut' | 'named'>,
): Made {
  return {
    ...(data ? { data } : {}),
    heldOut,
    named,
    ...(ranOn ? { executor: ranOn } : {}),
    marks,
    ended,
    ...(otherSchedule ? { note: otherSchedule } : {}),
  };
}

/**
 * Opens the built-in model, or what another run made, from that run's folder; undefined when it is no longer there or not
 * the same.
 */
export async function openKept(
  { openings }: Workbench,
  identity: Identity,
  sampleModel: Environment['sampleModel'],
  folderOf: (run: string) => RunFolder,
): Promise<ModelEntry | undefined> {
  const { run, builtIn, name } = identity;
  if (run === undefined && !builtIn) return undefined;
  const graph = run === undefined ? (await openGraph([await sampleModel()])).graph : await folderOf(run).lastStage();
  if (!graph) return undefined;
  const from = run === undefined ? { format: 'built-in' as const } : { format: 'run' as const, run };
  const entry: ModelEntry = { id: openings.models.newId(), name, graph, notes: [], ...from };
  const again = await identityOfModel(entry);
  return again.print === identity.print ? openings.models.add(entry) : undefined;
}
