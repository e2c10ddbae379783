/** Gathers what a report says (measuring what was not measured yet) and writes it in the form asked for. */
import { DecantError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { Measurement } from '../api.ts';
import type { Receipt, ReportRequest, TextFile } from '../apiResults.ts';
import { measureModel } from '../measureModel.ts';
import { lineOf, writeReceipt } from '../receipt.ts';
import { summarizeData, summarizeModel } from '../summaries.ts';
import type { Workbench } from '../workbench.ts';
import type { ReportFacts } from './facts.ts';
import { htmlReport } from './htmlReport.ts';
import { modelCard } from './modelCard.ts';

/** @throws DecantError `studio/request` when the format is neither html nor markdown */
export async function writeReport(bench: Workbench, request: ReportRequest, task: TaskOptions): Promise<TextFile> {
  const facts = await gather(bench, request, task);
  const stem = facts.title.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'report';
  switch (request.format) {
    case 'html':
      return { name: `${stem}.html`, text: htmlReport(facts) };
    case 'markdown':
      return { name: `${stem}.md`, text: modelCard(facts) };
    default:
      request.format satisfies never;
      throw new DecantError(
        'studio/request',
        `format is ${JSON.stringify(request.format)}; it is "html" or "markdown".`,
      );
  }
}

// ---------------------------------------------------------------------------------------------

async function gather(bench: Workbench, request: ReportRequest, task: TaskOptions): Promise<ReportFacts> {
  const { openings } = bench;
  const entry = openings.models.get(request.model);
  const baseline = request.baseline ?? entry.original;
  const original = baseline === undefined ? undefined : openings.models.get(baseline);
  const data = request.data === undefined ? undefined : openings.data.get(request.data);
  const own = data ? { data: data.id } : {};
  const measure = (model: string, other?: string): Promise<Measurement> =>
    measureModel(bench, { model, ...own, ...(other === undefined ? {} : { baseline: other }) }, task);
  const before = original && (request.original ?? (await measure(original.id)));
  const measurement = request.measurement ?? (await measure(entry.id, original?.id));
  const receipt = await receiptOf(bench, request, measurement, task);
  return {
    title: request.title ?? entry.name,
    model: await summarizeModel(entry),
    measurement,
    ...(original && before ? { original: { model: await summarizeModel(original), measurement: before } } : {}),
    ...(data ? { data: summarizeData(data.id, data.dataset) } : {}),
    recipe: lineOf(bench, entry).recipe,
    ...(request.sweep ? { sweep: request.sweep } : {}),
    ...(request.sensitivity ? { sensitivity: request.sensitivity } : {}),
    ...(receipt ? { receipt } : {}),
    ...(measurement.provenance.kind === 'live' ? { machine: await bench.executors.readiness() } : {}),
    ...(request.licence?.trim() ? { stated: request.licence.trim() } : {}),
  };
}

/** The receipt that the figures can be replayed from; none for a model whose files are gone. */
async function receiptOf(
  bench: Workbench,
  { model, data }: ReportRequest,
  measurement: Measurement,
  task: TaskOptions,
): Promise<Receipt | undefined> {
  const samples = measurement.quality.answers?.top.length ?? measurement.quality.accuracy?.n;
  try {
    const request = { model, ...(data ? { data } : {}), ...(samples ? { samples } : {}), measurement };
    return await writeReceipt(bench, request, task);
  } catch (error) {
    if (error instanceof DecantError) return undefined;
    throw error;
  }
}
