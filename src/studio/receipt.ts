/**
 * A measurement as a file that can be replayed: what the model and the data are (by their content), what was done, what
 * came out, where and with which versions. No weights and no samples are in it.
 */
import { dependencies, version } from '../../package.json';
import { createSha256, hashSources } from '../core/bytes/sha256.ts';
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { throwIfAborted, yieldToEventLoop } from '../core/task.ts';
import type { Recipe } from '../recipes/schema.ts';
import type { Measurement } from './api.ts';
import type { Receipt, ReceiptMetrics, ReceiptRequest } from './apiResults.ts';
import { measureModel } from './measureModel.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';
import type { Workbench } from './workbench.ts';

/** Samples hashed between two looks at the clock. */
const hashedAtOnce = 256;

/**
 * Agreement and flips in a receipt are against the model as it was opened, whatever it was compared with on the page.
 *
 * @throws DecantError `studio/receipt` when the model that it came from is no longer open
 */
export async function writeReceipt(
  bench: Workbench,
  { measurement: given, ...request }: ReceiptRequest,
  task: TaskOptions,
): Promise<Receipt> {
  const { root, recipe, seed } = lineOf(bench, bench.openings.models.get(request.model));
  const baseline = recipe ? { baseline: root.id } : {};
  const usable = given && (request.baseline === undefined || request.baseline === baseline.baseline);
  const measurement = usable ? given : await measureModel(bench, { ...request, ...baseline }, task);
  const data = request.data === undefined ? undefined : bench.openings.data.get(request.data);
  const samples = Math.min(request.samples ?? Number.POSITIVE_INFINITY, data?.dataset.samples ?? 0);
  return {
    decant: 'receipt',
    version: 1,
    model: await identifyModel(root, task),
    data: data ? await identifyData(data, samples, task) : null,
    recipe: recipe ?? null,
    seed,
    batch: request.batch ?? 1,
    metrics: metricsOf(measurement),
    provenance: measurement.provenance,
    versions: { decant: version, 'onnxruntime-web': dependencies['onnxruntime-web'] },
  };
}

/** The opened model that a model was made from, and every step on the way as one recipe. */
export function lineOf(bench: Workbench, entry: ModelEntry): { root: ModelEntry; recipe?: Recipe; seed: number } {
  if (entry.original === undefined) return { root: entry, seed: 0 };
  const before = lineOf(bench, bench.openings.models.get(entry.original));
  const steps = [...(before.recipe?.steps ?? []), ...(entry.recipe?.steps ?? [])];
  const name = entry.recipe?.name;
  const recipe: Recipe = { version: 1, ...(name === undefined ? {} : { name }), steps };
  return { root: before.root, recipe, seed: entry.seed ?? before.seed };
}

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
export async function identifyData(
  entry: DataEntry,
  samples: number,
  task: TaskOptions,
): Promise<NonNullable<Receipt['data']>> {
  const known = dataIdentities.get(entry);
  if (known?.samples === samples) return known;
  const identity = await hashData(entry, samples, task);
  dataIdentities.set(entry, identity);
  return identity;
}

const modelIdentities = new WeakMap<ModelEntry, Receipt['model']>();
const dataIdentities = new WeakMap<DataEntry, NonNullable<Receipt['data']>>();

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
): Promise<NonNullable<Receipt['data']>> {
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

export function metricsOf({ quality, size, speed }: Measurement): ReceiptMetrics {
  const { accuracy, agreement, kl, flips } = quality;
  return {
    ...(accuracy ? { accuracy } : {}),
    ...(agreement ? { agreement } : {}),
    ...(kl ? { kl } : {}),
    ...(flips?.difference ? { difference: flips.difference } : {}),
    ...(flips
      ? {
          flips: {
            broke: flips.broke.length,
            mended: flips.mended.length,
            changed: flips.changed.length,
            p: flips.p,
          },
        }
      : {}),
    size,
    ...(speed ? { speed } : {}),
  };
}
