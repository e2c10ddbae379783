/** Finds what a receipt names by its content, among what is open; opens what is built in. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { DIGITS_ID, DIGITS_TRAIN_ID } from '../data/digits/digitsDataset.ts';
import type { DataIdentity, Identity, Receipt } from './apiResults.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';
import { identifyData, identifyModel } from './receiptIdentity.ts';
import type { Workbench } from './workbench.ts';

type Named = Receipt['model'];

export interface Found<T> {
  readonly entry: T;
  readonly same: boolean;
}

/** What was named; else what is open with the same content; else the built-in sample. Addresses are never opened unasked. */
export async function findModel(
  bench: Workbench,
  model: Named,
  id: string | undefined,
  task: TaskOptions,
): Promise<Found<ModelEntry>> {
  const { models } = bench.openings;
  const isSame = async (entry: ModelEntry) =>
    totalBytes(entry) === model.bytes &&
    JSON.stringify(entry.origin?.input ?? {}) === JSON.stringify(model.input ?? {}) &&
    (await identifyModel(entry, task)).sha256 === model.sha256;
  if (id !== undefined) return { entry: models.get(id), same: await isSame(models.get(id)) };
  for (const entry of models.all()) if (await isSame(entry)) return { entry, same: true };
  if (model.source !== DIGITS_ID) return missing('model', model);
  const opened = await bench.openings.openModel(DIGITS_ID, { ...task, remember: false });
  return { entry: models.get(opened.id), same: await isSame(models.get(opened.id)) };
}

export async function findData(
  bench: Workbench,
  data: DataIdentity | null,
  id: string | undefined,
  task: TaskOptions,
): Promise<Found<DataEntry | undefined>> {
  const own = bench.openings.data;
  if (data === null) return { entry: id === undefined ? undefined : own.get(id), same: id === undefined };
  const isSame = async (entry: DataEntry) =>
    entry.dataset.samples >= data.samples && (await identifyData(entry, data.samples, task)).sha256 === data.sha256;
  if (id !== undefined) return { entry: own.get(id), same: await isSame(own.get(id)) };
  for (const entry of own.all()) if (await isSame(entry)) return { entry, same: true };
  if (data.source !== DIGITS_ID && data.source !== DIGITS_TRAIN_ID) return missing('data', data);
  const limit = data.limit === undefined ? {} : { limit: data.limit };
  const opened = await bench.openings.openData(data.source, { ...limit, ...task, remember: false });
  return { entry: own.get(opened.id), same: await isSame(own.get(opened.id)) };
}

// ---------------------------------------------------------------------------------------------

const totalBytes = ({ origin }: ModelEntry): number | undefined =>
  origin?.sources.reduce((sum, { size }) => sum + size, 0);

function missing(role: 'model' | 'data', { name, bytes, sha256, source }: Identity): never {
  const where = source === undefined ? '' : ` It came from ${source}.`;
  throw new DecantError(
    'studio/receipt-missing',
    `This receipt was measured with "${name}" (${bytes} bytes, SHA-256 ${sha256.slice(0, 12)}…), which is not open here.${where} Open it and replay again.`,
    { role, name, bytes, sha256, source },
  );
}
