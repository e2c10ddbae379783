/** Models and data by their content, as receipts name them. */
import { createSha256, hashSources } from '../core/bytes/sha256.ts';
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { throwIfAborted, yieldToEventLoop } from '../core/task.ts';
import type { DataIdentity, Receipt } from './apiResults.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';

/** Samples hashed between two looks at the clock. */
const hashedAtOnce = 256;

/**
 * Hashed once: neither the files nor the values change while they are open.
 *
 * @throws DecantError `studio/receipt` when the model has no files
 */
export async function identifyModel(entry: ModelEntry, task: TaskOptions): Promise<Receipt['model']> {
  const known = modelIdentities.get(entry);
  if (known) return known;
  const identity = await hashModel(entry, task);
  modelIdentities.set(entry, identity);
  return identity;
}

/** The values and labels that are run, so that the same data in another container is the same. */
export async function identifyData(entry: DataEntry, samples: number, task: TaskOptions): Promise<DataIdentity> {
  const known = dataIdentities.get(entry) ?? new Map<number, DataIdentity>();
  dataIdentities.set(entry, known);
  const identity = known.get(samples) ?? (await hashData(entry, samples, task));
  known.set(samples, identity);
  return identity;
}

// ---------------------------------------------------------------------------------------------

const modelIdentities = new WeakMap<ModelEntry, Receipt['model']>();
const dataIdentities = new WeakMap<DataEntry, Map<number, DataIdentity>>();

async function hashModel({ name, origin }: ModelEntry, task: TaskOptions): Promise<Receipt['model']> {
  if (!origin)
    throw new DecantError('studio/receipt', `"${name}" was not opened from a file, so a receipt cannot name it.`);
  const { sources, source, input } = origin;
  return {
    name,
    ...(source === undefined ? {} : { source }),
    sha256: await hashSources(sources, task.signal),
    bytes: sources.reduce((sum, { size }) => sum + size, 0),
    ...(input ? { input } : {}),
  };
}

async function hashData(
  { dataset, source, limit }: DataEntry,
  samples: number,
  task: TaskOptions,
): Promise<DataIdentity> {
  const hash = createSha256();
  let bytes = 0;
  const add = (data: ArrayBufferView) => {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    bytes += data.byteLength;
  };
  for (let start = 0; start < samples; start += hashedAtOnce) {
    throwIfAborted(task.signal);
    const count = Math.min(hashedAtOnce, samples - start);
    add(dataset.batch(Int32Array.from({ length: count }, (_, i) => start + i)).data);
    if (dataset.labels) add(dataset.labels.subarray(start, start + count));
    await yieldToEventLoop();
  }
  return {
    name: dataset.name,
    ...(source === undefined ? {} : { source }),
    sha256: hash.digest(),
    bytes,
    samples,
    ...(limit === undefined ? {} : { limit }),
  };
}
