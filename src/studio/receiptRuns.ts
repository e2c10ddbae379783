/**
 * What a receipt says of learning, so that a replay learns the same: which steps were one run, with which seed, from which
 * samples without which, on which executor, and what was changed on the way. No samples and no weights.
 */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { DataIdentity, ReceiptRun } from './apiResults.ts';
import type { Made } from './made.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';
import { identifyData, identifyModel } from './receiptIdentity.ts';

/**
 * @param line what was made on the way to a model, the first first
 * @param judged the id of the data that the receipt's figures are of
 * @returns nothing where all was made with that data and nothing was learned: recipe and seed say it all
 */
export async function runsOf(
  line: readonly ModelEntry[],
  judged: string | undefined,
  task: TaskOptions,
): Promise<{ runs?: readonly ReceiptRun[] }> {
  const plain = ({ made }: ModelEntry): boolean => !made || (made.heldOut === 0 && made.data?.id === judged);
  if (line.every(plain)) return {};
  const runs: ReceiptRun[] = [];
  for (const entry of line) runs.push(await runOf(entry, task));
  return { runs };
}

// ---------------------------------------------------------------------------------------------

async function runOf({ recipe, seed = 0, made }: ModelEntry, task: TaskOptions): Promise<ReceiptRun> {
  const steps = recipe?.steps.length ?? 0;
  if (!made) return { steps, seed, data: null, heldOut: 0 };
  const { data, heldOut, executor, marks, ended, note } = made;
  const named = await namedBy(made, task);
  return {
    steps,
    seed,
    data: data ? await whole(data, task) : null,
    heldOut: typeof heldOut === 'number' ? heldOut : await whole(heldOut, task),
    ...(executor ? { executor } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    ...(ended.length > 0 ? { ended } : {}),
    ...(Object.keys(named).length > 0 ? { named } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

const whole = (entry: DataEntry, task: TaskOptions): Promise<DataIdentity> =>
  identifyData(entry, entry.dataset.samples, task);

/** A model that a run made has no files: it is named, and a replay says that it cannot be found. */
async function namedBy({ named }: Made, task: TaskOptions): Promise<NonNullable<ReceiptRun['named']>> {
  const found = [...named].map(async ([id, entry]) => {
    const content = await identifyModel(entry, task).catch((error: unknown) => {
      if (error instanceof DecantError && error.code === 'studio/receipt') return {};
      throw error;
    });
    const { sha256, bytes } = 'sha256' in content ? content : {};
    return [id, { name: entry.name, ...(sha256 === undefined ? {} : { sha256, bytes }) }] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}
