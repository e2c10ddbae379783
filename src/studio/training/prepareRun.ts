/** What a request to train, or a record of one, stands for among what is open: graphs, samples, the checked recipe. */
import { DecantError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { Recipe } from '../../recipes/schema.ts';
import type { RunRequest } from '../api.ts';
import type { ModelEntry } from '../models.ts';
import type { DataEntry } from '../openings.ts';
import type { Workbench } from '../workbench.ts';
import type { Divided } from './heldOut.ts';
import { divide, usualShare } from './heldOut.ts';
import type { Identity } from './identity.ts';
import { findData, findModel, identityOfData, identityOfModel, notOpen } from './identity.ts';
import type { StoredTraining } from './records.ts';

/** What a run works on. */
export interface Subjects {
  readonly model?: ModelEntry;
  /** Learned from and held out. */
  readonly samples?: Divided;
  /** What `samples` are parts of. */
  readonly data?: DataEntry;
  readonly heldOut: DataEntry | number;
  /** Models that the recipe names, by the name that it uses. */
  readonly named: ReadonlyMap<string, ModelEntry>;
}

/** @throws DecantError `studio/unknown-id` when something is not open */
export function subjectsOf({ openings }: Workbench, request: RunRequest, recipe: Recipe): Subjects {
  const model = request.model === undefined ? undefined : openings.models.get(request.model);
  const data = request.data === undefined ? undefined : openings.data.get(request.data);
  const entries = namesIn(recipe).flatMap((id) => openings.models.find(id) ?? []);
  return {
    ...(model ? { model } : {}),
    ...divided(data, heldOutOf(openings, request), request.seed ?? 0),
    named: new Map(entries.map((entry) => [entry.id, entry])),
  };
}

/** The record of a run that begins. */
export async function recordOf(
  { openings }: Workbench,
  run: string,
  request: RunRequest,
  recipe: Recipe,
): Promise<StoredTraining> {
  const model = request.model === undefined ? undefined : openings.models.get(request.model);
  const dataset = request.data === undefined ? undefined : openings.data.get(request.data);
  const named = namesIn(recipe).flatMap((id) => openings.models.find(id) ?? []);
  const { heldOut } = request;
  return {
    run,
    name: recipe.name ?? model?.name ?? dataset?.dataset.name ?? 'network',
    recipe,
    ...(model ? { model: await identityOfModel(model) } : {}),
    ...(dataset ? { data: identityOfData(dataset) } : {}),
    ...(heldOut === undefined
      ? {}
      : {
          heldOut: typeof heldOut === 'number' ? heldOut : identityOfData(openings.data.get(heldOut)),
        }),
    named: await Promise.all(named.map(identityOfModel)),
    ...(request.executor === undefined ? {} : { executor: request.executor }),
    seed: request.seed ?? 0,
    status: 'running',
    when: new Date().toISOString(),
    stage: 0,
    step: 0,
    of: 0,
    marks: [],
    checkpoints: [],
    stages: [],
    reports: [],
    curve: { from: 0, every: 1, values: {} },
  };
}

/** Opens again what a run keeps of models that other runs made. */
export type OpenKept = (identity: Identity) => Promise<ModelEntry | undefined>;

/**
 * Finds again what a kept run worked on; opens what the browser has kept where it is not open.
 *
 * @throws DecantError `training/not-open` naming what must be opened by hand
 */
export async function subjectsAgain(
  bench: Workbench,
  record: StoredTraining,
  openKept: OpenKept,
  task: TaskOptions,
): Promise<Subjects> {
  const { openings } = bench;
  let reopened = false;
  const tryAgain = async <T>(find: () => Promise<T | undefined> | T | undefined): Promise<T | undefined> => {
    const found = await find();
    if (found !== undefined || reopened) return found;
    reopened = true;
    await openings.reopen(task).catch(() => {});
    return find();
  };
  const model = async (identity: Identity): Promise<ModelEntry> => {
    const open = async () => (await findModel(openings.models, identity)) ?? openKept(identity);
    const found = await tryAgain(open);
    if (found) return found;
    throw notOpen(record.run, 'model', identity);
  };
  const data = async (identity: Identity): Promise<DataEntry> => {
    const found = await tryAgain(() => findData(openings.data, identity) ?? openBuiltIn(openings, identity));
    if (found) return found;
    throw notOpen(record.run, 'data', identity);
  };
  const { heldOut, seed } = record;
  const measuredOn = typeof heldOut === 'object' ? await data(heldOut) : heldOut;
  const named = new Map<string, ModelEntry>();
  for (const identity of record.named) named.set(identity.id, await model(identity));
  return {
    ...(record.model ? { model: await model(record.model) } : {}),
    ...divided(record.data ? await data(record.data) : undefined, measuredOn, seed),
    named,
  };
}

// ---------------------------------------------------------------------------------------------

/** Data as a run uses it: what it learns from, and what it is measured on. */
function divided(
  data: DataEntry | undefined,
  heldOut: DataEntry | number | undefined,
  seed: number,
): Pick<Subjects, 'data' | 'samples' | 'heldOut'> {
  const given = heldOut ?? usualShare;
  if (!data) return { heldOut: given };
  return {
    data,
    heldOut: given,
    samples: divide(data.dataset, typeof given === 'object' ? given.dataset : given, seed),
  };
}

/** The built-in samples, as many as there were. */
async function openBuiltIn(openings: Workbench['openings'], { builtIn }: Identity): Promise<DataEntry | undefined> {
  if (!builtIn) return undefined;
  const { source, ...limited } = builtIn;
  const { id } = await openings.openData(source, { remember: false, ...limited });
  return openings.data.get(id);
}

/** Ids of models anywhere in a recipe: where a network or a teacher stands, a string names one. */
function namesIn(recipe: Recipe): string[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') names.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const step of recipe.steps) look(step);
  return [...names].filter((name) => /^model-\d+$/.test(name));
}

function heldOutOf(openings: Workbench['openings'], { heldOut }: RunRequest): DataEntry | number | undefined {
  if (typeof heldOut !== 'string') return heldOut;
  const entry = openings.data.find(heldOut);
  if (entry) return entry;
  throw new DecantError('studio/unknown-id', `heldOut is "${heldOut}", but no data of that id is open.`, { heldOut });
}
