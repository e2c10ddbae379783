/**
 * Runs samples through an executor in batches and keeps the outputs: the one way in which quality, agreement and
 * calibration see a model. Comparing is done on what was collected, so an original is run once for all its variants.
 */
import { DataError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Executor, Plan, Tensors } from '../execution/executor.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { bytesOf, createData } from '../tensor/dtype.ts';
import { formatShape, isConcrete, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers, encodeNumbers } from '../tensor/tensor.ts';

/** What is asked of data: raw samples by index. A `Dataset` is one. */
export type SampleSource = Pick<Dataset, 'samples' | 'batch'> & Partial<Pick<Dataset, 'labels' | 'classes' | 'name'>>;

export interface CollectOptions extends TaskOptions {
  /** Samples to run, from the first; all when left out. */
  readonly samples?: number;
  /** Samples in one run; 1 when the graph takes one at a time. */
  readonly batch?: number;
  /** Values to keep; the graph's outputs when left out. */
  readonly values?: readonly string[];
  /** Asked after each batch with what there is so far; true ends the run early. */
  readonly enough?: (collected: CollectedOutputs) => boolean;
}

export interface CollectedOutputs {
  /** Samples that were run. Fewer than asked for when the outputs would not fit `largestCollection`. */
  readonly samples: number;
  /** By name: [samples, ...shape of one]. */
  readonly outputs: Tensors;
}

/** Bytes of outputs kept at most: what a tab can hold beside a model. */
const largestCollection = 2 ** 28;

const defaultBatch = 100;

/** Bytes of one batch of samples: what one typed array holds everywhere. */
const largestBatch = 2 ** 31 - 1;

/**
 * @throws DataError `data/input` when a sample does not fit the model's input
 * @throws DataError `data/outputs` when an output has no leading batch
 */
export async function collectOutputs(
  executor: Executor,
  graph: Graph,
  source: SampleSource,
  options: CollectOptions = {},
): Promise<CollectedOutputs> {
  const wanted = Math.min(options.samples ?? source.samples, source.samples);
  const collector = new Collector(wanted);
  const progress = createProgressReporter(`running ${wanted} samples`, wanted, options.onProgress);
  await runBatches(executor, graph, source, { ...options, samples: wanted }, (outputs, start, count) => {
    collector.add(outputs, start, count);
    progress(Math.min(start + count, collector.room));
    return start + count < collector.room && !options.enough?.(collector.finish());
  });
  return collector.finish();
}

/** Called with the outputs of each batch; `count` of their leading rows are real, the rest is padding. False stops. */
export type BatchVisitor = (outputs: Tensors, start: number, count: number) => boolean;

/** Compiles once and runs batch after batch; a last, shorter batch is filled up by repeating its last sample. */
export async function runBatches(
  executor: Executor,
  graph: Graph,
  source: SampleSource,
  options: CollectOptions,
  visit: BatchVisitor,
): Promise<void> {
  const input = onlyInput(graph);
  const samples = Math.min(options.samples ?? source.samples, source.samples);
  const batch = batchSize(input, Math.min(options.batch ?? defaultBatch, samples));
  if (samples === 0) return;
  const shape = fitSample(input, source.batch([0]), batch).shape;
  const plan = await executor.compile(graph, { shapes: { [input.name]: shape }, signal: options.signal });
  try {
    for (let start = 0; start < samples; start += batch) {
      throwIfAborted(options.signal);
      const count = Math.min(batch, samples - start);
      const outputs = await runBatch(plan, input, source, { start, count, batch }, options);
      if (!visit(outputs, start, count)) return;
    }
  } finally {
    plan.dispose();
  }
}

/**
 * Raw samples as a model's input: converted to its dtype, seen in its shape when the sizes agree (28x28 as 784).
 *
 * @param batch leading dimension of the result; a sample alone is repeated to it
 * @throws DataError `data/input` when they do not fit
 * @throws DataError `data/too-large` above 2 GiB
 */
export function fitSample(input: Value, samples: Tensor, batch = samples.shape[0]): Tensor {
  const own = samples.shape.slice(1);
  const rest = input.shape.slice(1);
  const size = sizeOf(own);
  const shape = isConcrete(rest) && sizeOf(rest) === size ? rest : own;
  const fits = shape.length === rest.length && rest.every((dim, i) => typeof dim === 'string' || dim === shape[i]);
  if (!fits) refuseSample(input, own);
  const bytes = bytesOf(input.dtype, batch * size);
  if (bytes > largestBatch) refuseBatch(batch, bytes);
  const data = createData(input.dtype, batch * size);
  const same = samples.dtype === input.dtype;
  const given = same ? samples.data : encodeNumbers(input.dtype, decodeNumbers(samples.dtype, samples.data));
  for (let row = 0; row < batch; row++) {
    const from = Math.min(row, samples.shape[0] - 1) * size;
    data.set(given.subarray(from, from + size) as never, row * size);
  }
  return { dtype: input.dtype, shape: [batch, ...shape], data };
}

/** The model's one data input. @throws DataError `data/inputs` when it has none or several */
export function onlyInput(graph: Graph): Value {
  if (graph.inputs.length === 1) return graph.inputs[0];
  const names = graph.inputs.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new DataError(
    'data/inputs',
    `Samples feed a model with one input; this one has ${graph.inputs.length} (${names}). Give its inputs by name to predict.`,
    { inputs: graph.inputs.map(({ name }) => name) },
  );
}

// ---------------------------------------------------------------------------------------------

function batchSize(input: Value, wanted: number): number {
  const [leading] = input.shape;
  return typeof leading === 'number' ? leading : Math.max(1, wanted);
}

async function runBatch(
  plan: Plan,
  input: Value,
  source: SampleSource,
  { start, count, batch }: { start: number; count: number; batch: number },
  options: CollectOptions,
): Promise<Tensors> {
  const samples = source.batch(Int32Array.from({ length: count }, (_, i) => start + i));
  return plan.run(
    { [input.name]: fitSample(input, samples, batch) },
    { signal: options.signal, fetch: options.values },
  );
}

class Collector {
  /** Samples that fit; known once the first batch came. */
  room: number;
  #collected = 0;
  readonly #outputs = new Map<string, Tensor>();

  constructor(samples: number) {
    this.room = samples;
  }

  add(outputs: Tensors, start: number, count: number): void {
    if (start === 0) this.#allocate(outputs, count);
    const rows = Math.min(count, this.room - start);
    for (const [name, { data, shape }] of Object.entries(outputs)) {
      const kept = this.#outputs.get(name);
      const size = sizeOf(shape.slice(1));
      kept?.data.set(data.subarray(0, rows * size) as never, start * size);
    }
    this.#collected = start + rows;
  }

  finish(): CollectedOutputs {
    const cut = ([name, { dtype, shape, data }]: [string, Tensor]): [string, Tensor] => {
      const own = [this.#collected, ...shape.slice(1)];
      return [name, { dtype, shape: own, data: data.subarray(0, sizeOf(own)) }];
    };
    return { samples: this.#collected, outputs: Object.fromEntries([...this.#outputs].map(cut)) };
  }

  #allocate(outputs: Tensors, count: number): void {
    const entries = Object.entries(outputs);
    for (const [name, { shape }] of entries) checkLeading(name, shape, count);
    const perSample = entries.reduce((sum, [, { dtype, shape }]) => sum + bytesOf(dtype, sizeOf(shape.slice(1))), 0);
    this.room = Math.min(this.room, Math.max(1, Math.floor(largestCollection / Math.max(1, perSample))));
    for (const [name, { dtype, shape }] of entries) {
      const own = [this.room, ...shape.slice(1)];
      this.#outputs.set(name, { dtype, shape: own, data: createData(dtype, sizeOf(own)) });
    }
  }
}

function checkLeading(name: string, shape: readonly number[], count: number): void {
  if (shape.length > 0 && shape[0] >= count) return;
  throw new DataError(
    'data/outputs',
    `Output "${name}" (${formatShape(shape)}) has no row for each of ${count} samples, so samples cannot be told apart in it.`,
    { name, shape, count },
  );
}

function refuseSample(input: Value, own: readonly number[]): never {
  throw new DataError(
    'data/input',
    `Samples of ${formatShape(own)} do not fit input "${input.name}", which takes ${formatShape(input.shape.slice(1))}. Open other data, or give the input a preprocessing.`,
    { input: input.name, sample: own, wanted: input.shape.slice(1) },
  );
}

function refuseBatch(batch: number, bytes: number): never {
  throw new DataError(
    'data/too-large',
    `A batch of ${batch} samples takes ${bytes} bytes; one batch may take ${largestBatch}. Use a smaller batch.`,
    { batch, bytes, limit: largestBatch },
  );
}
