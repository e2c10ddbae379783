/** A session of onnxruntime-web as a plan: feeds inputs and states, fetches outputs and the states' next values. */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { ExecutionError, messageOf } from '../../core/errors.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { Graph } from '../../graph/graph.ts';
import { loadStorage } from '../../graph/parameterData.ts';
import { checkInputs } from '../checkInputs.ts';
import type { Plan, RunOptions, Tensors } from '../executor.ts';
import { fromOrt, toOrt } from './ortTensors.ts';
import type { Runtime } from './runtime.ts';
import type { WideBoundary } from './wideBoundary.ts';

export interface OnnxPlanParts {
  readonly graph: Graph;
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly inputShapes: Plan['inputShapes'];
  /** Names in the file by names in the graph, where they differ. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly widened: WideBoundary['outputs'];
  /** Hears that the plan is of no use any more. */
  readonly onDispose: (plan: OnnxPlan) => void;
}

export class OnnxPlan implements Plan {
  readonly inputShapes: Plan['inputShapes'];
  readonly #parts: OnnxPlanParts;
  /** By state name; fed back as they came, without conversion. */
  readonly #states: Map<string, OrtTensor>;
  #disposed = false;

  private constructor(parts: OnnxPlanParts, states: Map<string, OrtTensor>) {
    this.#parts = parts;
    this.#states = states;
    this.inputShapes = parts.inputShapes;
  }

  static async create(parts: OnnxPlanParts): Promise<OnnxPlan> {
    const states = new Map<string, OrtTensor>();
    for (const state of parts.graph.states)
      states.set(state.name, toOrt(parts.runtime.ort, await loadStorage(state.initial, state)));
    return new OnnxPlan(parts, states);
  }

  async run(inputs: Tensors, options: RunOptions = {}): Promise<Tensors> {
    const { graph, runtime, session, widened } = this.#parts;
    throwIfAborted(options.signal);
    checkInputs(graph, this.inputShapes, inputs);
    const wanted = options.fetch ?? graph.outputs;
    const read = [...new Set([...wanted, ...graph.states.map((state) => state.next)])];
    // onnxruntime runs for something, even when nothing is wanted back.
    const fetches = (read.length > 0 ? read : graph.outputs).map((name) => this.#inFile(name));
    const feeds: Record<string, OrtTensor> = {};
    for (const { name } of graph.inputs) feeds[name] = toOrt(runtime.ort, inputs[name]);
    return runtime.alone(async () => {
      this.#feedStates(feeds);
      const results = await this.#call(() => session.run(feeds, fetches));
      for (const state of graph.states) this.#states.set(state.name, results[this.#inFile(state.next)]);
      return Object.fromEntries(
        wanted.map((name) => [name, fromOrt(name, results[this.#inFile(name)], widened.get(name)?.dtype)]),
      );
    });
  }

  async readStates(): Promise<Tensors> {
    return Object.fromEntries([...this.#states].map(([name, tensor]) => [name, fromOrt(name, tensor)]));
  }

  async writeStates(states: Tensors): Promise<void> {
    for (const [name, tensor] of Object.entries(states))
      if (this.#states.has(name)) this.#states.set(name, toOrt(this.#parts.runtime.ort, tensor));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#states.clear();
    const { runtime, session, onDispose } = this.#parts;
    onDispose(this);
    // A session that is gone already needs no release.
    runtime.alone(() => session.release()).catch(() => {});
  }

  #inFile(name: string): string {
    const { renamed, widened } = this.#parts;
    const wide = widened.get(name)?.name ?? name;
    return renamed.get(wide) ?? wide;
  }

  #feedStates(feeds: Record<string, OrtTensor>): void {
    for (const state of this.#parts.graph.states) {
      const tensor = this.#states.get(state.name);
      if (tensor) feeds[state.value] = tensor;
    }
  }

  async #call<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const reason = messageOf(error).replace(/^.*ERROR_MESSAGE: /s, '');
      throw new ExecutionError('execution/onnxruntime', `onnxruntime stopped: ${reason}`, { reason });
    }
  }
}
