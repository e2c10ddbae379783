/**
 * The engine's session: what is open, what was run, and the calls of the scripting interface. It knows no worker and
 * no page; `Environment` gives it executors and storage.
 */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { readSamples } from '../data/dataset.ts';
import { fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
import type { Executor } from '../execution/executor.ts';
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
import { Executors } from './executors.ts';
import type { MeasureContext } from './measure.ts';
import { Measurer, sizeOfModel, speedOfModel, syntheticSource } from './measure.ts';
import type { ModelEntry } from './models.ts';
import { Openings } from './openings.ts';
import { RunRecords } from './runRecords.ts';
import { fromScript, toScript } from './scriptTensors.ts';
import { summarizeModel } from './summaries.ts';

/** The scripting interface without what only the page can hold. */
export type SessionMethods = Omit<Decant, 'ready' | 'subscribe'> & { readiness(): Promise<Readiness> };

export class Session implements SessionMethods {
  readonly #environment: Environment;
  readonly #openings: Openings;
  readonly #executors: Executors;
  readonly #measurer = new Measurer();
  readonly #records: RunRecords;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#openings = new Openings(environment);
    this.#executors = new Executors(environment);
    this.#records = new RunRecords(environment.store);
  }

  readiness(): Promise<Readiness> {
    return this.#executors.readiness();
  }

  openModel(source: Source, options: Parameters<Decant['openModel']>[1] = {}): Promise<ModelSummary> {
    return this.#openings.openModel(source, options);
  }

  openData(source: Source | readonly Source[], options: Parameters<Decant['openData']>[1] = {}): Promise<DataSummary> {
    return this.#openings.openData(source, options);
  }

  async run(request: RunRequest, task: TaskOptions = {}): Promise<RunResult> {
    const { parseRecipe, runRecipe, stepReport } = await import('./running.ts');
    const recipe = parseRecipe(request.recipe);
    const original = this.#openings.models.get(required('model', request.model));
    const data = request.data === undefined ? undefined : this.#openings.data.get(request.data).dataset;
    const executor = await this.#executors.pick(request.executor, original.graph);
    const { graph, steps } = await this.#executors.onLiveDevice(() =>
      runRecipe(original.graph, recipe, { executor, ...(data ? { data } : {}), ...task }),
    );
    const name = recipe.name ?? original.name;
    const entry: ModelEntry = {
      id: this.#openings.models.newId(),
      name,
      format: 'run',
      graph,
      notes: original.notes,
      original: original.id,
    };
    const model = await summarizeModel(this.#openings.models.add(entry));
    const reported = steps.map(({ kind, ms, report }) => ({ kind, ms, report: stepReport(report) }));
    const record = await this.#records.add({ name, model: original.name, recipe: request.recipe });
    return { id: record.id, model, steps: reported };
  }

  async measure(request: MeasureRequest, task: TaskOptions = {}): Promise<Measurement> {
    const entry = this.#openings.models.get(request.model);
    const baseline = request.baseline === undefined ? undefined : this.#openings.models.get(request.baseline);
    const executor = await this.#executors.pick(request.executor, entry.graph);
    const start = performance.now();
    return this.#executors.onLiveDevice(async () => {
      const context = this.#measureContext(executor, request, task);
      const quality = await this.#measurer.quality(entry, baseline, context);
      const threads = await this.#executors.threads(executor.name);
      const speed = request.skipSpeed ? undefined : await speedOfModel(entry, context, request.batch ?? 1, threads);
      const provenance = await this.#executors.provenance(executor.name, start);
      return { executor: executor.name, quality, size: sizeOfModel(entry), ...(speed ? { speed } : {}), provenance };
    });
  }

  async predict(request: Parameters<Decant['predict']>[0], task: TaskOptions = {}): ReturnType<Decant['predict']> {
    const entry = this.#openings.models.get(request.model);
    const executor = await this.#executors.pick(request.executor, entry.graph);
    const inputs = Object.fromEntries(
      Object.entries(request.inputs).map(([name, tensor]) => [name, fromScript(name, tensor)]),
    );
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
    return this.#executors.onLiveDevice(async () => {
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
    const entry = this.#openings.models.get(model);
    const { exportGraph } = await import('./exportModel.ts');
    return exportGraph(entry, request.format, await this.#executors.pick(undefined, entry.graph));
  }

  runs(): Promise<readonly RunRecord[]> {
    return this.#records.list();
  }

  reopen(task: TaskOptions = {}): Promise<Reopened> {
    return this.#openings.reopen(task);
  }

  async close(id: string): Promise<void> {
    const found = this.#openings.close(id) || (await this.#records.delete(id));
    if (!found) throw new DecantError('studio/unknown-id', `Nothing with the id "${id}" is open.`, { id });
    this.#measurer.forget(id);
    this.#environment.notify({ kind: 'closed', id });
  }

  async histogram({ model, baseline, parameter, bins }: HistogramRequest): Promise<Histogram> {
    const before = baseline === undefined ? undefined : this.#openings.models.get(baseline).graph;
    const { weightHistogram } = await import('./histogram.ts');
    return weightHistogram(this.#openings.models.get(model).graph, before, parameter, bins);
  }

  async samples({ data, start, count }: { data: string; start: number; count: number }): Promise<SampleImages> {
    const { dataset } = this.#openings.data.get(data);
    const most = Math.max(0, Math.min(count, dataset.samples - start));
    const tensor = readSamples(dataset, start, most);
    const labels = dataset.labels ? dataset.labels.slice(start, start + most) : null;
    return { shape: dataset.input.shape, pixels: Uint8Array.from(tensor.data, Number), labels };
  }

  async drift(request: DriftRequest, task: TaskOptions = {}): Promise<readonly LayerDrift[]> {
    const entry = this.#openings.models.get(request.model);
    const baseline = this.#openings.models.get(request.baseline);
    const executor = await this.#executors.pick(undefined, entry.graph);
    const source =
      request.data === undefined ? syntheticSource(baseline) : this.#openings.data.get(request.data).dataset;
    const options = { ...task, ...(request.samples === undefined ? {} : { samples: request.samples }) };
    const { measureLayerErrors } = await import('../evaluation/layerError.ts');
    const errors = await this.#executors.onLiveDevice(() =>
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
    const entry = this.#openings.models.get(request.model);
    const { webgpu } = this.#environment.executors;
    if (!webgpu)
      throw new DecantError(
        'studio/profile',
        'Times a node are measured by WebGPU, which this browser does not offer.',
      );
    const input = onlyInput(entry.graph);
    const tensor = fitSample(input, syntheticSource(entry).batch([0]), request.batch ?? 1);
    const { profileModel } = await import('./profile.ts');
    return this.#executors.onLiveDevice(() => profileModel(webgpu, entry.graph, { [input.name]: tensor }, task));
  }

  selfCheck(task: TaskOptions = {}): Promise<readonly SelfCheckRow[]> {
    return this.#executors.selfCheck(task);
  }

  async tuning(request: { model?: string; batch?: number } = {}, task: TaskOptions = {}): ReturnType<Decant['tuning']> {
    const { tuner } = this.#environment;
    if (!tuner) return [];
    if (request.model !== undefined) {
      const { graph } = this.#openings.models.get(request.model);
      const input = onlyInput(graph);
      const shapes = {
        [input.name]: fitSample(input, syntheticSource({ graph }).batch([0]), request.batch ?? 1).shape,
      };
      await this.#executors.onLiveDevice(() => tuner.tune(graph, { shapes, ...task }));
    }
    const rows = await tuner.tuningTable();
    return rows.map(({ family, shapeClass, winner, candidates }) => {
      const timings = Object.fromEntries(candidates.map(({ name, ms }) => [name, ms]));
      return { family, shapeClass, winner, timings };
    });
  }

  // -------------------------------------------------------------------------------------------

  #measureContext(executor: Executor, request: MeasureRequest, task: TaskOptions): MeasureContext {
    const data =
      request.data === undefined
        ? {}
        : { data: { id: request.data, source: this.#openings.data.get(request.data).dataset } };
    return { executor, ...data, ...(request.samples === undefined ? {} : { samples: request.samples }), ...task };
  }
}

// ---------------------------------------------------------------------------------------------

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new DecantError('studio/request', `The request has no "${field}"; give the id of what was opened.`, { field });
}
