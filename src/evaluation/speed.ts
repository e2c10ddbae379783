/**
 * How fast a model runs, by the wall clock: the whole of a call, input to read-back. Kernel times are the profiler's.
 * Cold is the first run with compilation; warm runs are repeated until both a count and a time are reached.
 */
import type { TaskOptions } from '../core/task.ts';
import { createProgressReporter, throwIfAborted, yieldToEventLoop } from '../core/task.ts';
import type { Executor, Plan, Tensors } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import { quantileOf } from './statistics.ts';

export interface Speed {
  /** Compilation and the first run. */
  readonly coldMs: number;
  /** Of these, compilation. */
  readonly compileMs: number;
  readonly medianMs: number;
  readonly p10: number;
  readonly p90: number;
  /** Warm runs measured. */
  readonly n: number;
  /** Samples in one run. */
  readonly batch: number;
  readonly clock: 'wall';
  /** Bytes that the plan held, where the executor tells. */
  readonly planBytes?: number;
}

export interface SpeedOptions extends TaskOptions {
  /** Warm runs at least, 20 when left out, and at most. */
  readonly least?: number;
  readonly most?: number;
  /** Milliseconds to spend on warm runs once the least count is reached; 500 when left out. */
  readonly budgetMs?: number;
}

/** Runs before anything counts: pipelines and caches settle. */
const warmUps = 3;

/** Times a graph on an executor, from compilation on. */
export async function measureSpeed(
  executor: Executor,
  graph: Graph,
  inputs: Tensors,
  options: SpeedOptions = {},
): Promise<Speed> {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const start = performance.now();
  const plan = await executor.compile(graph, { shapes, values: inputs, signal: options.signal });
  const compiled = performance.now();
  try {
    await plan.run(inputs, { signal: options.signal });
    const first = performance.now();
    const times = await timeRuns(plan, inputs, options);
    return {
      coldMs: first - start,
      compileMs: compiled - start,
      ...summary(times),
      batch: batchOf(inputs),
      clock: 'wall',
      ...bytesOfPlan(plan),
    };
  } finally {
    plan.dispose();
  }
}

/** Milliseconds of warm runs of a plan, one after another. */
async function timeRuns(plan: Plan, inputs: Tensors, options: SpeedOptions = {}): Promise<number[]> {
  const { least = 20, most = 1000, budgetMs = 500, signal } = options;
  for (let i = 0; i < warmUps; i++) await plan.run(inputs, { signal });
  const progress = createProgressReporter('timing runs', least, options.onProgress);
  const times: number[] = [];
  const start = performance.now();
  while (times.length < least || (times.length < most && performance.now() - start < budgetMs)) {
    throwIfAborted(signal);
    const before = performance.now();
    await plan.run(inputs, { signal });
    times.push(performance.now() - before);
    progress(Math.min(times.length, least));
    if (times.length % 8 === 0) await yieldToEventLoop();
  }
  return times;
}

// ---------------------------------------------------------------------------------------------

function bytesOfPlan({ memory }: Plan): Pick<Speed, 'planBytes'> {
  return memory ? { planBytes: memory.parameters + memory.intermediates + memory.states } : {};
}

function summary(times: readonly number[]): Pick<Speed, 'medianMs' | 'p10' | 'p90' | 'n'> {
  return {
    medianMs: quantileOf(times, 0.5),
    p10: quantileOf(times, 0.1),
    p90: quantileOf(times, 0.9),
    n: times.length,
  };
}

function batchOf(inputs: Tensors): number {
  const [first] = Object.values(inputs);
  return first?.shape[0] ?? 1;
}
