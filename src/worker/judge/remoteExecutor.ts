/**
 * The engine's side of the judge: executors whose plans live in another worker. Cancelling a call that does not
 * answer replaces that worker; plans compiled in it are compiled again when they are next used.
 */
import { DecantError, ExecutionError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { CompileOptions, Executor, ExecutorName, Plan, RunOptions, Tensors } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { toPlainGraph } from '../../studio/plainGraph.ts';
import type { JudgeMethods } from '../protocol.ts';
import type { Caller, Port } from '../rpc.ts';
import { createCaller, whenStillborn } from '../rpc.ts';

/** A worker that can be ended. */
export interface JudgePort extends Port {
  terminate(): void;
}

export interface Judge {
  executor(name: ExecutorName): Executor;
  /** Threads that WASM runs on: one unless the page is cross-origin isolated. */
  threads(): Promise<number>;
  /** Ends the worker; the next call starts a new one. Calls under way reject with the reason. */
  restart(reason: Error): void;
}

/** After a cancel, a judge that has not answered within this time is replaced. */
const patienceMs = 300;

/** @param start starts a judge worker; called again after each restart */
export function createJudgeClient(start: () => JudgePort): Judge {
  let running: { port: JudgePort; caller: Caller; generation: number } | undefined;
  let generation = 0;
  const connect = () => {
    if (running) return running;
    const port = start();
    whenStillborn(port, () => restart(stillborn()));
    running = { port, caller: createCaller(port), generation: ++generation };
    return running;
  };
  const restart = (reason: Error) => {
    running?.port.terminate();
    running?.caller.abandon(reason);
    running = undefined;
  };
  const call = <K extends keyof JudgeMethods>(
    method: K,
    args: readonly unknown[],
    options: TaskOptions = {},
  ): ReturnType<JudgeMethods[K]> => {
    const { caller, generation: mine } = connect();
    const { signal } = options;
    // Calls that wait behind a cancelled one are not cancelled: they learn that their worker is gone.
    const result = caller.call(method, args, options).catch((error: unknown) => {
      throw signal?.aborted && isReplaced(error) ? signal.reason : error;
    });
    if (signal) {
      const replace = () => replaceIfStuck(result, () => generation === mine && restart(replaced()));
      // A signal outlives its calls by far: a run gives the same one to each of its steps.
      const forget = () => signal.removeEventListener('abort', replace);
      signal.addEventListener('abort', replace, { once: true });
      result.then(forget, forget);
    }
    return result as ReturnType<JudgeMethods[K]>;
  };
  const current = () => connect().generation;
  return {
    executor: (name) => remoteExecutor(name, call, current),
    threads: () => inAnyJudge(() => call('threads', [])),
    restart,
  };
}

// ---------------------------------------------------------------------------------------------

type Call = <K extends keyof JudgeMethods>(
  method: K,
  args: readonly unknown[],
  options?: TaskOptions,
) => ReturnType<JudgeMethods[K]>;

function replaceIfStuck(result: Promise<unknown>, restart: () => void): void {
  const timer = setTimeout(restart, patienceMs);
  const stop = () => clearTimeout(timer);
  result.then(stop, stop);
}

const stillborn = () =>
  new ExecutionError('worker/stillborn', 'The worker for WebAssembly could not be started. Load the page again.');

/** What calls hear that were under way in a worker that was ended for the sake of another call. */
const replaced = () =>
  new ExecutionError('worker/judge-replaced', 'The worker was replaced, since other work in it was cancelled.');

const isReplaced = (error: unknown): boolean => error instanceof DecantError && error.code === 'worker/judge-replaced';

/** Work that needs nothing from a worker but that there is one: it is asked for again as often as one is replaced. */
async function inAnyJudge<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isReplaced(error)) throw error;
    }
  }
}

function remoteExecutor(name: ExecutorName, call: Call, generation: () => number): Executor {
  return {
    name,
    unsupported: async (graph) => {
      const plain = await toPlainGraph(graph);
      return inAnyJudge(() => call('unsupported', [name, plain]));
    },
    compile: async (graph, options = {}) => {
      const plan = new RemotePlan(name, graph, options, call, generation);
      await plan.compile(options);
      return plan;
    },
    dispose: async () => {},
  };
}

class RemotePlan implements Plan {
  inputShapes: Plan['inputShapes'] = {};
  readonly #name: ExecutorName;
  readonly #graph: Graph;
  readonly #options: CompileOptions;
  readonly #call: Call;
  readonly #generation: () => number;
  #plan = 0;
  #compiledIn = 0;

  constructor(name: ExecutorName, graph: Graph, options: CompileOptions, call: Call, generation: () => number) {
    this.#name = name;
    this.#graph = graph;
    this.#options = options;
    this.#call = call;
    this.#generation = generation;
  }

  async compile(task: TaskOptions): Promise<void> {
    const { shapes, values } = this.#options;
    const compile = { ...(shapes ? { shapes } : {}), ...(values ? { values } : {}) };
    const graph = await toPlainGraph(this.#graph);
    await inAnyJudge(async () => {
      const generation = this.#generation();
      const { plan, inputShapes } = await this.#call('compile', [this.#name, graph, compile], task);
      this.#plan = plan;
      this.#compiledIn = generation;
      this.inputShapes = inputShapes;
    });
  }

  async run(inputs: Tensors, options: RunOptions = {}): Promise<Tensors> {
    const task = options.signal ? { signal: options.signal } : {};
    const fetch = options.fetch ? { fetch: options.fetch } : {};
    return this.#inJudge(task, () => this.#call('run', [this.#plan, inputs, fetch], task));
  }

  readStates(): Promise<Tensors> {
    return this.#inJudge({}, () => this.#call('readStates', [this.#plan]));
  }

  writeStates(states: Tensors): Promise<void> {
    return this.#inJudge({}, () => this.#call('writeStates', [this.#plan, states]));
  }

  dispose(): void {
    if (this.#generation() === this.#compiledIn) this.#call('dispose', [this.#plan]).catch(() => undefined);
  }

  /**
   * Work in the worker that holds the plan. Where somebody else's cancelling has replaced it, the plan is compiled again
   * and the work done once more; states that were in it are lost, which their owner must hear.
   */
  async #inJudge<T>(task: TaskOptions, work: () => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#replaced()) await this.#again(task);
      try {
        return await work();
      } catch (error) {
        if (!isReplaced(error)) throw error;
      }
    }
  }

  #replaced(): boolean {
    return this.#generation() !== this.#compiledIn;
  }

  async #again(task: TaskOptions): Promise<void> {
    if (this.#graph.states.length > 0)
      throw new ExecutionError(
        'worker/judge-replaced',
        `The worker that ran ${this.#graph.name} was replaced, since other work in it was cancelled.`,
      );
    await this.compile(task);
  }
}
