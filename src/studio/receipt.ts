/**
 * A measurement as a file that can be replayed: what the model and the data are (by their content), what was done, what
 * came out, where and with which versions. No weights and no samples are in it.
 */
import { dependencies, version } from '../../package.json';
import type { TaskOptions } from '../core/task.ts';
import type { Recipe } from '../recipes/schema.ts';
import type { Measurement } from './api.ts';
import type { Receipt, ReceiptMetrics, ReceiptRequest } from './apiResults.ts';
import { measureModel } from './measureModel.ts';
import type { ModelEntry } from './models.ts';
import { identifyData, identifyModel } from './receiptIdentity.ts';
import { runsOf } from './receiptRuns.ts';
import type { Workbench } from './workbench.ts';

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
  const { root, recipe, seed, line } = lineOf(bench, bench.openings.models.get(request.model));
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
    ...(await runsOf(line, request.data, task)),
    seed,
    batch: request.batch ?? 1,
    metrics: metricsOf(measurement),
    provenance: measurement.provenance,
    versions: { decant: version, 'onnxruntime-web': dependencies['onnxruntime-web'] },
  };
}

export interface Line {
  readonly root: ModelEntry;
  readonly recipe?: Recipe;
  readonly seed: number;
  /** What was made on the way, the first after the root first. */
  readonly line: readonly ModelEntry[];
}

/** The opened model that a model was made from, and every step on the way as one recipe. */
export function lineOf(bench: Workbench, entry: ModelEntry): Line {
  if (entry.original === undefined) return { root: entry, seed: 0, line: [] };
  const before = lineOf(bench, bench.openings.models.get(entry.original));
  const steps = [...(before.recipe?.steps ?? []), ...(entry.recipe?.steps ?? [])];
  const name = entry.recipe?.name;
  const recipe: Recipe = { version: 1, ...(name === undefined ? {} : { name }), steps };
  return { root: before.root, recipe, seed: entry.seed ?? before.seed, line: [...before.line, entry] };
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
