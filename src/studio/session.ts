/**
 * The engine's session: what is open, what was run, and the calls of the scripting interface. It knows no worker and
 * no page; `Environment` gives it executors and storage.
 */

import type { ByteSource } from '../core/bytes/byteSource.ts';
import { DecantError, messageOf } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import { readSamples } from '../data/dataset.ts';
import { DIGITS_ID, digitsDataset } from '../data/digits/digitsDataset.ts';
import { openData } from '../data/openData.ts';
import { fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
import { measureLayerErrors } from '../evaluation/layerError.ts';
import type { Executor, ExecutorName } from '../execution/executor.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import { parseRecipe } from '../recipes/schema.ts';
import { adaptInput } from './adaptation.ts';
import type {
  DataSummary,
  Decant,
  DriftRequest,
  Exported,
  Histogram,
  HistogramRequest,
  LayerDrift,
  LayerProfile,
  Measurement,
  MeasureRequest,
  ModelSummary,
  Provenance,
  Readiness,
  Reopened,
  RunRecord,
  RunRequest,
  RunResult,
  SampleImages,
  SelfCheckRow,
  Source,
} from './api.ts';
import type { Environment } from './environment.ts';
import type { Choice } from './executorChoice.ts';
import { chooseExecutor, describe } from './executorChoice.ts';
import { exportGraph } from './exportModel.ts';
import { weightHistogram } from './histogram.ts';
import type { MeasureContext } from './measure.ts';
import { isDeviceLost, Measurer, sizeOfModel, speedOfModel, syntheticSource } from './measure.ts';
import type { ModelEntry } from './models.ts';
import { Registry } from './models.ts';
import { openGraph } from './openModel.ts';
import { profileModel } from './profile.ts';
import { RunRecords } from './runRecords.ts';
import { fromScript, toScript } from './scriptTensors.ts';
import type { CheckedKernels } from './selfCheck.ts';
import { checkKernels, sampleFamilies } from './selfCheck.ts';
import { byteSources } from './sources.ts';
import { stepReport } from './stepReport.ts';
import type { Kept, Role } from './subject.ts';
import { Subject } from './subject.ts';
import { summarizeData, summarizeModel } from './summaries.ts';

/** The scripting interface without what only the page can hold. */
export type SessionMethods = Omit<Decant, 'ready' | 'subscribe'> & { readiness(): Promise<Readiness> };

interface DataEntry {
  readonly id: string;
  readonly dataset: Dataset;
}

/** Samples of the built-in data in the contest between executors. */
const contestBatch = 64;

export class Session implements SessionMethods {
  readonly #environment: Environment;
  readonly #models = new Registry<ModelEntry>('model');
  readonly #data = new Registry<DataEntry>('data');
  readonly #measurer = new Measurer();
  readonly #records: RunRecords;
  readonly #subject: Subject;
  #readiness: Promise<Readiness> | undefined;
  #choice: Choice | undefined;
  #checked: CheckedKernels = { rows: [], failed: new Map() };

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#records = new RunRecords(environment.store);
    this.#subject = new Subject(environment.store, environment.shelf);
  }

  readiness(): Promise<Readiness> {
    this.#readiness ??= this.#prepare();
    return this.#readiness;
  }

  async openModel(source: Source, options: Parameters<Decant['openModel']>[1] = {}): Promise<ModelSummary> {
    const { name, input, ...task } = options;
    const builtIn = source === DIGITS_ID;
    const sources = builtIn ? [await this.#environment.sampleModel()] : await byteSources(source, task);
    const opened = await openGraph(sources);
    const graph = adaptInput(opened.graph, input);
    const format = builtIn ? 'built-in' : opened.format;
    const entry = { id: this.#models.newId(), name: name ?? opened.file, format, graph, notes: opened.notes };
    await this.#subject.remember(
      'model',
      source,
      sources,
      { name: entry.name, ...(input ? { input } : {}) },
      task.signal,
    );
    return summarizeModel(this.#models.add(entry));
  }

  async openData(
    source: Source | readonly Source[],
    options: Parameters<Decant['openData']>[1] = {},
  ): Promise<DataSummary> {
    const id = this.#data.newId();
    const { dataset, sources } = await this.#readData(source, options);
    const { limit, signal } = options;
    await this.#subject.remember(
      'data',
      source,
      sources,
      { name: dataset.name, ...(limit === undefined ? {} : { limit }) },
      signal,
    );
    return summarizeData(id, this.#data.add({ id, dataset }).dataset);
  }

  async run(request: RunRequest, task: TaskOptions = {}): Promise<RunResult> {
    const recipe = parseRecipe(request.recipe);
    const original = this.#models.get(required('model', request.model));
    const data = request.data === undefined ? undefined : this.#data.get(request.data).dataset;
    const executor = await this.#executor(request.executor, original);
    const { graph, steps } = await this.#onLiveDevice(() =>
      runRecipe(original.graph, recipe, { executor, ...(data ? { data } : {}), ...task }),
    );
    const name = recipe.name ?? original.name;
    const entry: ModelEntry = {
      id: this.#models.newId(),
      name,
      format: 'run',
      graph,
      notes: original.notes,
      original: original.id,
    };
    const model = await summarizeModel(this.#models.add(entry));
    const reported = steps.map(({ kind, ms, report }) => ({ kind, ms, report: stepReport(report) }));
    const record = await this.#records.add({ name, model: original.name, recipe: request.recipe });
    return { id: record.id, model, steps: reported };
  }

  async measure(request: MeasureRequest, task: TaskOptions = {}): Promise<Measurement> {
    const entry = this.#models.get(request.model);
    const baseline = request.baseline === undefined ? undefined : this.#models.get(request.baseline);
    const executor = await this.#executor(request.executor, entry);
    const start = performance.now();
    return this.#onLiveDevice(async () => {
      const context = this.#measureContext(executor, request, task);
      const quality = await this.#measurer.quality(entry, baseline, context);
      const threads = executor.name === 'onnx' ? await this.#environment.threads() : 1;
      const speed = request.skipSpeed ? undefined : await speedOfModel(entry, context, request.batch ?? 1, threads);
      const provenance = await this.#provenance(executor.name, start);
      return { executor: executor.name, quality, size: sizeOfModel(entry), ...(speed ? { speed } : {}), provenance };
    });
  }

  async predict(request: Parameters<Decant['predict']>[0], task: TaskOptions = {}): ReturnType<Decant['predict']> {
    const entry = this.#models.get(request.model);
    const executor = await this.#executor(request.executor, entry);
    const inputs = Object.fromEntries(
      Object.entries(request.inputs).map(([name, tensor]) => [name, fromScript(name, tensor)]),
    );
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
    return this.#onLiveDevice(async () => {
      const plan = await executor.compile(entry.graph, { shapes, values: inputs, ...task });
      try {
        const outputs = await plan.run(inputs, task.signal ? { signal: task.signal } : {});
        return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toScript(tensor)]));
      } finally {
        plan.dispose();
      }
    });
  }

  async exportModel(model: string, request: Parameters<Decant['exportModel']>[1]): Promise<Exported> {
    const entry = this.#models.get(model);
    return exportGraph(entry, request.format, await this.#executor(undefined, entry));
  }

  runs(): Promise<readonly RunRecord[]> {
    return this.#records.list();
  }

  async reopen(task: TaskOptions = {}): Promise<Reopened> {
    const missing: { role: Role; name: string }[] = [];
    const again = async <T>(
      role: Role,
      open: (source: Source | readonly Source[], kept: Kept) => Promise<T>,
    ): Promise<T | null> => {
      const kept = await this.#subject.recall(role);
      const source = kept && (await this.#subject.reopen(kept));
      if (kept && !source) missing.push({ role, name: kept.name });
      return kept && source ? open(source, kept) : null;
    };
    const model = await again('model', (source, { name, input }) =>
      this.openModel(source as Source, { name, ...(input ? { input } : {}), ...task }),
    );
    const data = await again('data', (source, { limit }) =>
      this.openData(source, { ...(limit === undefined ? {} : { limit }), ...task }),
    );
    return { model, data, missing };
  }

  async close(id: string): Promise<void> {
    const found = this.#models.delete(id) || this.#data.delete(id) || (await this.#records.delete(id));
    if (!found) throw new DecantError('studio/unknown-id', `Nothing with the id "${id}" is open.`, { id });
    this.#measurer.forget(id);
    this.#environment.notify({ kind: 'closed', id });
  }

  histogram({ model, baseline, parameter, bins }: HistogramRequest): Promise<Histogram> {
    const before = baseline === undefined ? undefined : this.#models.get(baseline).graph;
    return weightHistogram(this.#models.get(model).graph, before, parameter, bins);
  }

  async samples({ data, start, count }: { data: string; start: number; count: number }): Promise<SampleImages> {
    const { dataset } = this.#data.get(data);
    const most = Math.max(0, Math.min(count, dataset.samples - start));
    const tensor = readSamples(dataset, start, most);
    const labels = dataset.labels ? dataset.labels.slice(start, start + most) : null;
    return { shape: dataset.input.shape, pixels: Uint8Array.from(tensor.data, Number), labels };
  }

  async drift(request: DriftRequest, task: TaskOptions = {}): Promise<readonly LayerDrift[]> {
    const entry = this.#models.get(request.model);
    const baseline = this.#models.get(request.baseline);
    const executor = await this.#executor(undefined, entry);
    const source = request.data === undefined ? syntheticSource(baseline) : this.#data.get(request.data).dataset;
    const options = { ...task, ...(request.samples === undefined ? {} : { samples: request.samples }) };
    const errors = await this.#onLiveDevice(() =>
      measureLayerErrors(executor, baseline.graph, entry.graph, source, options),
    );
    return errors.map(({ node, operator, cosine, sqnr, maxError }) => ({
      node,
      operator,
      cosine: cosine.value,
      sqnr,
      maxError,
    }));
  }

  async profile(request: { model: string; batch?: number }, task: TaskOptions = {}): Promise<readonly LayerProfile[]> {
    const entry = this.#models.get(request.model);
    const { webgpu } = this.#environment.executors;
    if (!webgpu)
      throw new DecantError(
        'studio/profile',
        'Times a node are measured by WebGPU, which this browser does not offer.',
      );
    const input = onlyInput(entry.graph);
    const tensor = fitSample(input, syntheticSource(entry).batch([0]), request.batch ?? 1);
    return this.#onLiveDevice(() => profileModel(webgpu, entry.graph, { [input.name]: tensor }, task));
  }

  async selfCheck(task: TaskOptions = {}): Promise<readonly SelfCheckRow[]> {
    await this.#check(undefined, task);
    return this.#checked.rows;
  }

  async tuning(): ReturnType<Decant['tuning']> {
    return [];
  }

  // -------------------------------------------------------------------------------------------

  async #prepare(): Promise<Readiness> {
    const report = await this.#environment.adapter().catch(() => undefined);
    if (report) await this.#check(sampleFamilies, {});
    const { executors } = this.#environment;
    this.#choice = await chooseExecutor(executors, report?.adapter, () => this.#contest(), this.#environment.store);
    return {
      executors: (['webgpu', 'onnx', 'reference'] as const).filter(
        (name) => executors[name] && (name !== 'webgpu' || report),
      ),
      chosen: this.#choice,
      adapter: report?.adapter ?? null,
      features: report?.features ?? [],
      limits: report?.limits ?? {},
      selfCheck: this.#checked.rows,
    };
  }

  async #check(families: readonly string[] | undefined, task: TaskOptions): Promise<void> {
    const { webgpu, reference } = this.#environment.executors;
    if (webgpu && reference) this.#checked = await checkKernels(webgpu, reference, families, this.#checked, task);
  }

  async #contest() {
    const { graph } = await openGraph([await this.#environment.sampleModel()]);
    const input = onlyInput(graph);
    const samples = readSamples(digitsDataset({ split: 'test' }), 0, contestBatch);
    return { graph, inputs: { [input.name]: fitSample(input, samples) } };
  }

  async #readData(
    source: Source | readonly Source[],
    options: Parameters<Decant['openData']>[1] = {},
  ): Promise<{ dataset: Dataset; sources: readonly ByteSource[] }> {
    const { name, limit, ...task } = options;
    const count = limit === undefined ? {} : { limit };
    if (source === DIGITS_ID)
      return {
        dataset: digitsDataset({ split: 'test', ...(limit === undefined ? {} : { count: limit }) }),
        sources: [],
      };
    const { decodeImage } = this.#environment;
    const sources = await byteSources(source, task);
    const reading = { ...(name ? { name } : {}), ...count, ...(decodeImage ? { decodeImage } : {}), ...task };
    return { dataset: await openData(sources, reading), sources };
  }

  /** The executor asked for; else the chosen one, unless it cannot run this model or its kernels failed their check. */
  async #executor(name: ExecutorName | undefined, entry: ModelEntry): Promise<Executor> {
    const { executors } = this.#environment;
    if (name !== undefined) {
      const asked = executors[name];
      if (asked) return asked;
      throw new DecantError(
        'studio/executor',
        `The executor "${name}" is not available here; there are ${Object.keys(executors).join(', ')}.`,
        { name },
      );
    }
    await this.readiness();
    const chosen = executors[this.#choice?.executor ?? 'reference'];
    const failed =
      chosen?.name === 'webgpu' &&
      entry.graph.nodes.some((node) => node.kind === 'operator' && this.#checked.failed.has(node.operator));
    const fits = chosen && !failed && (await chosen.unsupported(entry.graph)).length === 0;
    const fallback = executors.onnx ?? executors.reference;
    const executor = fits ? chosen : fallback;
    if (executor) return executor;
    throw new DecantError('studio/executor', 'No executor is available here.');
  }

  #measureContext(executor: Executor, request: MeasureRequest, task: TaskOptions): MeasureContext {
    const data =
      request.data === undefined ? {} : { data: { id: request.data, source: this.#data.get(request.data).dataset } };
    return { executor, ...data, ...(request.samples === undefined ? {} : { samples: request.samples }), ...task };
  }

  async #provenance(executor: ExecutorName, start: number): Promise<Provenance> {
    const report = executor === 'webgpu' ? await this.#environment.adapter() : undefined;
    const device = report ? describe(report.adapter) : `processor, ${await this.#environment.threads()} threads`;
    const seconds = (performance.now() - start) / 1000;
    return {
      kind: 'live',
      executor,
      device,
      browser: this.#environment.browser,
      when: new Date().toISOString(),
      seconds,
    };
  }

  /** Runs device work once more when the device was lost in its middle: weights live on the CPU side. */
  async #onLiveDevice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isDeviceLost(error)) throw error;
      this.#environment.notify({ kind: 'device-lost', message: messageOf(error), recovered: false });
      const result = await work();
      this.#environment.notify({ kind: 'device-lost', message: messageOf(error), recovered: true });
      return result;
    }
  }
}

// ---------------------------------------------------------------------------------------------

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new DecantError('studio/request', `The request has no "${field}"; give the id of what was opened.`, { field });
}
