/**
 * The executors of a session: which one runs what and why, what the kernels' self-check found, and work that is tried
 * again when the GPU device is lost.
 */
import { DecantError, messageOf } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { readSamples } from '../data/dataset.ts';
import { digitsDataset } from '../data/digits/digitsDataset.ts';
import { fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
import type { Executor, ExecutorName } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { Provenance, Readiness, SelfCheckRow } from './api.ts';
import type { Environment } from './environment.ts';
import type { Choice } from './executorChoice.ts';
import { chooseExecutor, describe } from './executorChoice.ts';
import { isDeviceLost } from './measure.ts';
import { openGraph } from './openModel.ts';
import type { CheckedKernels } from './selfCheck.ts';
import { checkKernels, packedFamilies, sampleFamilies } from './selfCheck.ts';

/** Samples of the built-in data in the contest between executors. */
const contestBatch = 64;

export class Executors {
  readonly #environment: Environment;
  #readiness: Promise<Readiness> | undefined;
  #choice: Choice | undefined;
  #checked: CheckedKernels = { rows: [], failed: new Map() };
  /** Settles when the device that was lost last is replaced, or given up. */
  #recovery: Promise<void> = Promise.resolve();

  constructor(environment: Environment) {
    this.#environment = environment;
    environment.onDeviceLost?.((message) => {
      this.#recovery = this.#recover(message);
    });
  }

  /** Resolves when an executor is chosen and the kernels of the sample are checked. */
  readiness(): Promise<Readiness> {
    this.#readiness ??= this.#prepare();
    return this.#readiness;
  }

  /** Checks every kernel family. */
  async selfCheck(task: TaskOptions): Promise<readonly SelfCheckRow[]> {
    await this.#check(undefined, task);
    return this.#checked.rows;
  }

  /** The executor asked for; else the chosen one, unless it cannot run this model or its kernels failed their check. */
  async pick(name: ExecutorName | undefined, graph: Graph): Promise<Executor> {
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
    if (chosen?.name === 'webgpu') await this.#checkPacked(graph);
    const failed =
      chosen?.name === 'webgpu' &&
      graph.nodes.some((node) => node.kind === 'operator' && this.#checked.failed.has(node.operator));
    const fits = chosen && !failed && (await chosen.unsupported(graph)).length === 0;
    const fallback = executors.onnx ?? executors.reference;
    const executor = fits ? chosen : fallback;
    if (executor) return executor;
    throw new DecantError('studio/executor', 'No executor is available here.');
  }

  /** The executor asked for, else the chosen one, for a network that is yet to be made. */
  async pickAny(name: ExecutorName | undefined): Promise<Executor> {
    const { executors } = this.#environment;
    const { chosen } = await this.readiness();
    const executor = executors[name ?? chosen.executor];
    if (executor) return executor;
    throw new DecantError('studio/executor', `The executor "${name ?? chosen.executor}" is not available here.`);
  }

  /** Threads of an executor: those of WASM for `onnx`, else one. */
  async threads(executor: ExecutorName): Promise<number> {
    return executor === 'onnx' ? this.#environment.threads() : 1;
  }

  /**
   * The executor for timing on so many threads; undefined where that is what it runs on anyway.
   * @throws DecantError `studio/threads` when there are not so many, or the executor has no threads
   */
  async onFewerThreads(
    { name }: Executor,
    threads: number | undefined,
  ): Promise<{ readonly executor: Executor; readonly threads: number } | undefined> {
    const most = await this.threads(name);
    if (threads === undefined || threads === most) return undefined;
    const { onnxOn } = this.#environment;
    if (onnxOn && name === 'onnx' && Number.isInteger(threads) && threads >= 1 && threads < most)
      return { executor: onnxOn(threads), threads };
    throw new DecantError(
      'studio/threads',
      `"${name}" cannot run on ${threads} threads here; ask for 1 to ${most}, or leave "threads" out.`,
      { executor: name, threads, most },
    );
  }

  /** How and where something was measured that began at `start`, in milliseconds of `performance.now()`. */
  async provenance(executor: ExecutorName, start: number): Promise<Provenance> {
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

  /**
   * Runs device work once more when the device was lost in its middle: weights live on the CPU side. Work that picks its
   * executor itself goes on in WebAssembly where no other device is offered.
   */
  async onLiveDevice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isDeviceLost(error)) throw error;
      await this.#recovery;
      return work();
    }
  }

  // -------------------------------------------------------------------------------------------

  /** Opens another device at once; where there is none any more, WebAssembly takes over, and says so. */
  async #recover(message: string): Promise<void> {
    const { notify, adapter } = this.#environment;
    notify({ kind: 'device-lost', message, recovered: false });
    try {
      await adapter();
      notify({ kind: 'device-lost', message, recovered: true });
    } catch (error) {
      const before = await this.readiness();
      const why = `The GPU was lost and no other is offered, so networks run in WebAssembly. ${messageOf(error)}`;
      this.#choice = { executor: 'onnx', why };
      const executors = before.executors.filter((name) => name !== 'webgpu');
      const readiness = { ...before, executors, chosen: this.#choice, adapter: null };
      this.#readiness = Promise.resolve(readiness);
      notify({ kind: 'ready', readiness });
    }
  }

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

  /** Kernels for packed weights are checked when a model first needs them. */
  async #checkPacked(graph: Graph): Promise<void> {
    const known = new Set(this.#checked.rows.map(({ kernel }) => kernel));
    const missing = packedFamilies(graph).filter((family) => !known.has(family));
    if (missing.length > 0) await this.#check(missing, {});
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
}
