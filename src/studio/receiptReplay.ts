/** Replays a receipt: finds or opens its model and data, does and measures the same here, and holds theirs beside ours. */
import type { TaskOptions } from '../core/task.ts';
import type { Interval, Measurement, Speed } from './api.ts';
import type { Receipt, Replay, ReplayRequest, ReplayRow } from './apiResults.ts';
import { makeAgain } from './makeAgain.ts';
import { measureModel } from './measureModel.ts';
import { metricsOf } from './receipt.ts';
import { parseReceipt } from './receiptSchema.ts';
import { findData, findModel } from './receiptSubjects.ts';
import type { Workbench } from './workbench.ts';

/** Two floats that were printed and read again. */
const equalWithin = 1e-12;

/**
 * @throws DecantError `studio/receipt` when the receipt is not valid
 * @throws DecantError `studio/receipt-missing` naming the model or data that must be opened first
 */
export async function replayReceipt(bench: Workbench, request: ReplayRequest, task: TaskOptions): Promise<Replay> {
  const receipt = parseReceipt(request.receipt);
  const model = await findModel(bench, receipt.model, request.model, task);
  const data = await findData(bench, receipt.data, request.data, task);
  const executor = request.executor ? { executor: request.executor } : {};
  const used = data.entry ? { data: data.entry.id } : {};
  const made = receipt.recipe
    ? await makeAgain(bench, model.entry, receipt, { ...(data.entry ? { data: data.entry } : {}), ...executor }, task)
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
  const same = { model: model.same, data: data.same && made?.sameData !== false };
  const reproduced = same.model && same.data && rows.every(({ verdict }) => verdict !== 'differs');
  const summary = summaryOf(receipt, measurement, same, rows, reproduced);
  const notes = made?.notes ?? [];
  return { receipt, same, model: id, measurement, rows, reproduced, summary: [summary, ...notes].join(' '), notes };
}

/** Theirs beside ours, metric by metric. Pure. */
function compareMetrics({ metrics: theirs }: Receipt, measurement: Measurement): ReplayRow[] {
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
