/**
 * The engine's session: what is open, what was run, and the calls of the scripting interface. It knows no worker and
 * no page; `Environment` gives it executors and storage.
 */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { readSamples } from '../data/dataset.ts';
import { fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
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
  SampleImages,
  SelfCheckRow,
  Source,
} from './api.ts';
import type { Environment } from './environment.ts';
import { Executors } from './executors.ts';
import { Measurer, syntheticSource } from './measure.ts';
import { measureModel } from './measureModel.ts';
import { Openings } from './openings.ts';
import { RunRecords } from './runRecords.ts';
import { fromScript, toScript } from './scriptTensors.ts';
import { TrainingCalls } from './trainingCalls.ts';
import type { Workbench } from './workbench.ts';

/** The scripting interface without what only the page can hold. */
export type SessionMethods = Omit<Decant, 'ready' | 'subscribe'> & { readiness(): Promise<Readiness> };

export class Session extends TrainingCalls implements SessionMethods {
  readonly #environment: Environment;
  readonly #bench: Workbench;

  constructor(environment: Environment) {
    const bench = {
      openings: new Openings(environment),
      executors: new Executors(environment),
      measurer: new Measurer(),
      records: new RunRecords(environment.store),
    };
    super(bench, environment);
    this.#environment = environment;
    this.#bench = bench;
  }

  readiness(): Promise<Readiness> {
    return this.#bench.executors.readiness();
  }

  openModel(source: Source, options: Parameters<Decant['openModel']>[1] = {}): Promise<ModelSummary> {
    return this.#bench.openings.openModel(source, options);
  }

  openData(source: Source | readonly Source[], options: Parameters<Decant['openData']>[1] = {}): Promise<DataSummary> {
    return this.#bench.openings.openData(source, options);
  }

  measure(request: MeasureRequest, task: TaskOptions = {}): Promise<Measurement> {
    return measureModel(this.#bench, request, task);
  }

  async predict(request: Parameters<Decant['predict']>[0], task: TaskOptions = {}): ReturnType<Decant['predict']> {
    const entry = this.#bench.openings.models.get(request.model);
    const inputs = Object.fromEntries(
      Object.entries(request.inputs).map(([name, tensor]) => [name, fromScript(name, tensor)]),
    );
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
    return this.#bench.executors.onLiveDevice(async () => {
      const executor = await this.#bench.executors.pick(request.executor, entry.graph);
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
    const entry = this.#bench.openings.models.get(model);
    const { exportGraph } = await import('./exportModel.ts');
    return exportGraph(entry, request.format, await this.#bench.executors.pick(undefined, entry.graph));
  }

  runs(): Promise<readonly RunRecord[]> {
    return this.#bench.records.list();
  }

  reopen(task: { tab?: string } & TaskOptions = {}): Promise<Reopened> {
    return this.#bench.openings.reopen(task);
  }

  async close(id: string): Promise<void> {
    const found = this.#bench.openings.close(id) || (await this.#bench.records.delete(id));
    if (!found) throw new DecantError('studio/unknown-id', `Nothing with the id "${id}" is open.`, { id });
    this.#bench.measurer.forget(id);
    this.#environment.notify({ kind: 'closed', id });
  }

  async histogram({ model, baseline, ...request }: HistogramRequest): Promise<Histogram> {
    const before = baseline === undefined ? undefined : this.#bench.openings.models.get(baseline).graph;
    const { weightHistogram } = await import('./histogram.ts');
    return weightHistogram(this.#bench.openings.models.get(model).graph, before, request);
  }

  async samples({ data, start, count }: { data: string; start: number; count: number }): Promise<SampleImages> {
    const { dataset } = this.#bench.openings.data.get(data);
    const most = Math.max(0, Math.min(count, dataset.samples - start));
    const tensor = readSamples(dataset, start, most);
    const labels = dataset.labels ? dataset.labels.slice(start, start + most) : null;
    return { shape: dataset.input.shape, pixels: Uint8Array.from(tensor.data, Number), labels };
  }

  async drift(request: DriftRequest, task: TaskOptions = {}): Promise<readonly LayerDrift[]> {
    const entry = this.#bench.openings.models.get(request.model);
    const baseline = this.#bench.openings.models.get(request.baseline);
    const executor = await this.#bench.executors.pick(undefined, entry.graph);
    const all =
      request.data === undefined ? syntheticSource(baseline) : this.#bench.openings.data.get(request.data).dataset;
    const { sample } = request;
    const source = sample === undefined ? all : { samples: 1, batch: () => all.batch([sample]) };
    const options = { ...task, ...(request.samples === undefined ? {} : { samples: request.samples }) };
    const { measureLayerErrors } = await import('../evaluation/layerError.ts');
    const errors = await this.#bench.executors.onLiveDevice(() =>
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
    const entry = this.#bench.openings.models.get(request.model);
    const { webgpu } = this.#environment.executors;
    if (!webgpu)
      throw new DecantError(
        'studio/profile',
        'Times a node are measured by WebGPU, which this browser does not offer.',
      );
    const input = onlyInput(entry.graph);
    const tensor = fitSample(input, syntheticSource(entry).batch([0]), request.batch ?? 1);
    const { profileModel } = await import('./profile.ts');
    return this.#bench.executors.onLiveDevice(() => profileModel(webgpu, entry.graph, { [input.name]: tensor }, task));
  }

  selfCheck(task: TaskOptions = {}): Promise<readonly SelfCheckRow[]> {
    return this.#bench.executors.selfCheck(task);
  }

  async tuning(request: { model?: string; batch?: number } = {}, task: TaskOptions = {}): ReturnType<Decant['tuning']> {
    const { tuner } = this.#environment;
    if (!tuner) return [];
    if (request.model !== undefined) {
      const { graph } = this.#bench.openings.models.get(request.model);
      const input = onlyInput(graph);
      const shapes = {
        [input.name]: fitSample(input, syntheticSource({ graph }).batch([0]), request.batch ?? 1).shape,
      };
      await this.#bench.executors.onLiveDevice(() => tuner.tune(graph, { shapes, ...task }));
    }
    const rows = await tuner.tuningTable();
    return rows.map(({ family, shapeClass, winner, candidates }) => {
      const timings = Object.fromEntries(candidates.map(({ name, ms }) => [name, ms]));
      return { family, shapeClass, winner, timings };
    });
  }
}
