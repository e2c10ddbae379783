/** Replays a receipt: finds or opens its model and data, does and measures the same here, and holds theirs beside ours. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { DIGITS_ID } from '../data/digits/digitsDataset.ts';
import type { Interval, Measurement, Speed } from './api.ts';
import type { Receipt, Replay, ReplayRequest, ReplayRow } from './apiResults.ts';
import { measureModel } from './measureModel.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';
import { identifyData, identifyModel, metricsOf } from './receipt.ts';
import { parseReceipt } from './receiptSchema.ts';
import { makeModel } from './runModel.ts';
import type { Workbench } from './workbench.ts';

/** Two floats that were printed and read again. */
const equalWithin = 1e-12;

/**
 * @throws DecantError `studio/receipt` when the receipt is not valid
 * @throws DecantError `studio/receipt-missing` naming the model or data that must be opened first
 */
export async function replayReceipt(bench: Workbench, request: ReplayRequest, task: TaskOptions): Promise<Replay> {
  const receipt = parseReceipt(request.receipt);
  const model = await findModel(bench, receipt, request.model, task);
  const data = await findData(bench, receipt, request.data, task);
  const executor = request.executor ? { executor: request.executor } : {};
  const used = data.entry ? { data: data.entry.id } : {};
  const made = receipt.recipe
    ? await makeModel(
        bench,
        { model: model.entry.id, recipe: receipt.recipe, seed: receipt.seed, ...used, ...executor },
        task,
      )
    : undefined;
  const id = made?.entry.id ?? model.entry.id;
  const measurement = await measureModel(
    bench,
    {
      model: id,
      ...used,
      ...executor,
      ...(made ? { baseline: model.entry.id } : {}),
      ...(receipt.data ? { samples: receipt.data.samples } : {}),
      batch: receipt.batch,
      skipSpeed: receipt.metrics.speed === undefined,
    },
    task,
  );
  const rows = compareMetrics(receipt, measurement);
  const same = { model: model.same, data: data.same };
  const reproduced = same.model && same.data && rows.every(({ verdict }) => verdict !== 'differs');
  const summary = summaryOf(receipt, measurement, same, rows, reproduced);
  return { receipt, same, model: id, measurement, rows, reproduced, summary };
}

/** Theirs beside ours, metric by metric. Pure. */
export function compareMetrics({ metrics: theirs }: Receipt, measurement: Measurement): ReplayRow[] {
  const ours = metricsOf(measurement);
  return [
    exact('bytes', theirs.size.bytes, ours.size.bytes),
    exact('bitsPerWeight', theirs.size.bitsPerWeight, ours.size.bitsPerWeight),
    ...intervals('accuracy', theirs.accuracy, ours.accuracy),
    ...intervals('difference', theirs.difference, ours.difference),
    ...intervals('agreement', theirs.agreement, ours.agreement),
    ...intervals('kl', theirs.kl, ours.kl),
    ...speeds(theirs.speed, ours.speed),
  ];
}

// ---------------------------------------------------------------------------------------------

interface Found<T> {
  readonly entry: T;
  readonly same: boolean;
}

/** What was named; else what is open with the same content; else the built-in sample. Addresses are never opened unasked. */
async function findModel(
  bench: Workbench,
  { model }: Receipt,
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

async function findData(
  bench: Workbench,
  { data }: Receipt,
  id: string | undefined,
  task: TaskOptions,
): Promise<Found<DataEntry | undefined>> {
  const own = bench.openings.data;
  if (data === null) return { entry: id === undefined ? undefined : own.get(id), same: id === undefined };
  const isSame = async (entry: DataEntry) =>
    entry.dataset.samples >= data.samples && (await identifyData(entry, data.samples, task)).sha256 === data.sha256;
  if (id !== undefined) return { entry: own.get(id), same: await isSame(own.get(id)) };
  for (const entry of own.all()) if (await isSame(entry)) return { entry, same: true };
  if (data.source !== DIGITS_ID) return missing('data', data);
  const limit = data.limit === undefined ? {} : { limit: data.limit };
  const opened = await bench.openings.openData(DIGITS_ID, { ...limit, ...task, remember: false });
  return { entry: own.get(opened.id), same: await isSame(own.get(opened.id)) };
}

const totalBytes = ({ origin }: ModelEntry): number | undefined =>
  origin?.sources.reduce((sum, { size }) => sum + size, 0);

function missing(
  role: 'model' | 'data',
  { name, bytes, sha256, source }: NonNullable<Receipt['data' | 'model']>,
): never {
  const where = source === undefined ? '' : ` It came from ${source}.`;
  throw new DecantError(
    'studio/receipt-missing',
    `This receipt was measured with "${name}" (${bytes} bytes, SHA-256 ${sha256.slice(0, 12)}…), which is not open here.${where} Open it and replay again.`,
    { role, name, bytes, sha256, source },
  );
}

const closeTo = (a: number, b: number): boolean =>
  Math.abs(a - b) <= equalWithin * Math.max(1, Math.abs(a), Math.abs(b));

function exact(metric: string, theirs: number, ours: number): ReplayRow {
  return { metric, theirs, ours, verdict: closeTo(theirs, ours) ? 'same' : 'differs' };
}

function intervals(metric: string, theirs: Interval | undefined, ours: Interval | undefined): ReplayRow[] {
  if (!theirs && !ours) return [];
  if (!theirs || !ours)
    return [{ metric, theirs: theirs?.value ?? null, ours: ours?.value ?? null, verdict: 'differs' }];
  const meet = theirs.low <= ours.high && ours.low <= theirs.high;
  const verdict = closeTo(theirs.value, ours.value) ? 'same' : meet ? 'within' : 'differs';
  return [{ metric, theirs: theirs.value, ours: ours.value, verdict }];
}

/** Speed is a fact about a machine: it is shown, not judged. */
function speeds(theirs: Speed | undefined, ours: Speed | undefined): ReplayRow[] {
  if (!theirs) return [];
  const row = (metric: 'medianMs' | 'coldMs'): ReplayRow => ({
    metric,
    theirs: theirs[metric],
    ours: ours?.[metric] ?? null,
    verdict: 'machine',
  });
  return [row('medianMs'), row('coldMs')];
}

function summaryOf(
  receipt: Receipt,
  measurement: Measurement,
  same: Replay['same'],
  rows: readonly ReplayRow[],
  reproduced: boolean,
): string {
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  const [theirs, ours] = [receipt.metrics.accuracy, measurement.quality.accuracy];
  const accuracy = theirs && ours ? ` Accuracy is ${percent(theirs.value)} there and ${percent(ours.value)} here.` : '';
  const [slow, fast] = [receipt.metrics.speed, measurement.speed];
  const speed =
    slow && fast ? ` A run takes ${slow.medianMs.toFixed(2)} ms there and ${fast.medianMs.toFixed(2)} ms here.` : '';
  const other = [same.model ? [] : ['model'], same.data ? [] : ['data']].flat();
  if (other.length > 0) return `Not a replay: the ${other.join(' and the ')} differ in content.${accuracy}${speed}`;
  const bad = rows.filter(({ verdict }) => verdict === 'differs').map(({ metric }) => metric);
  return reproduced
    ? `Reproduced.${accuracy}${speed}`
    : `Not reproduced: ${bad.join(', ')} differ${bad.length === 1 ? 's' : ''}.${accuracy}${speed}`;
}
