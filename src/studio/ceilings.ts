/**
 * The best rates of this adapter as our own kernels reach them: bytes a second by an elementwise kernel that reads a
 * value and writes one, operations a second by a product of square matrices. Sizes grow until one takes long enough;
 * the best rate counts. Ceilings of the roofline model (Williams, Waterman, Patterson, CACM 2009), measured instead of
 * taken from a data sheet, so a better kernel may still lift them.
 */
import type { TaskOptions } from '../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../core/task.ts';
import type { Executor, NodeProfile, Tensors } from '../execution/executor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Ceilings } from './apiViews.ts';

/** Values that are copied, and sides of the matrices. The portable minimum binds 128 MiB, far more than the largest. */
const copies = [2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22, 2 ** 24];
const sides = [128, 256, 512, 1024, 2048];

/** A size that takes so long is the last one. */
const enoughMs = 20;

/** @throws ExecutionError when the executor is lost on the way */
export async function measureCeilings(executor: Executor, task: TaskOptions = {}): Promise<Ceilings> {
  const start = performance.now();
  const progress = createProgressReporter('measuring this adapter', 3, task.onProgress);
  const idle = await timed(executor, copyGraph(1), { x: filled([1]) }, task);
  progress(1);
  const copy = await best(
    executor,
    copies,
    (n) => ({ graph: copyGraph(n), inputs: { x: filled([n]) } }),
    'bytes',
    task,
  );
  progress(2);
  const product = await best(executor, sides, productOf, 'flops', task);
  progress(3);
  return {
    gbs: copy.rate,
    copiedBytes: copy.size * 8,
    gflops: product.rate,
    side: product.size,
    launchMs: idle.ms,
    clock: idle.clock,
    seconds: (performance.now() - start) / 1000,
    when: new Date().toISOString(),
  };
}

/** Reads a value, writes a value: Relu, the least that a kernel of ours does. */
export function copyGraph(count: number): Graph {
  const builder = createBuilder();
  return builder.build([builder.add('Relu', [builder.input('x', 'f32', [count])], {}, 'copy')]);
}

// ---------------------------------------------------------------------------------------------

interface Trial {
  readonly graph: Graph;
  readonly inputs: Tensors;
}

/** The size with the best rate, in 10^9 a second. */
async function best(
  executor: Executor,
  sizes: readonly number[],
  trial: (size: number) => Trial,
  what: 'bytes' | 'flops',
  task: TaskOptions,
): Promise<{ readonly size: number; readonly rate: number }> {
  let found = { size: sizes[0], rate: 0 };
  for (const size of sizes) {
    throwIfAborted(task.signal);
    const { graph, inputs } = trial(size);
    const profile = await timed(executor, graph, inputs, task);
    const rate = profile[what] / profile.ms / 1e6;
    if (rate > found.rate) found = { size, rate };
    if (profile.ms > enoughMs) break;
  }
  return found;
}

async function timed(executor: Executor, graph: Graph, inputs: Tensors, { signal }: TaskOptions): Promise<NodeProfile> {
  const plan = await executor.compile(graph, { ...(signal ? { signal } : {}) });
  try {
    const nodes = (await plan.profile?.(inputs, { ...(signal ? { signal } : {}) })) ?? [];
    const [first] = nodes;
    if (first === undefined) throw new RangeError(`The executor "${executor.name}" times no single nodes.`);
    return { ...first, ms: nodes.reduce((sum, { ms }) => sum + ms, 0) };
  } finally {
    plan.dispose();
  }
}

function productOf(side: number): Trial {
  const builder = createBuilder();
  const [a, b] = [builder.input('a', 'f32', [side, side]), builder.input('b', 'f32', [side, side])];
  const graph = builder.build([builder.add('MatMul', [a, b], {}, 'product')]);
  return { graph, inputs: { a: filled([side, side]), b: filled([side, side]) } };
}

function filled(shape: readonly number[]): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = ((i * 7) % 13) / 13 - 0.5;
  return { dtype: 'f32', shape, data };
}
