/**
 * The self-check: each kernel family computed on this adapter and by the reference, with the largest relative error.
 * Drivers differ; a family that fails is not used, and the page says so.
 */

import { messageOf } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import type { TaskOptions } from '../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../core/task.ts';
import type { Executor } from '../execution/executor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph, PackedStorage } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import type { OperatorName } from '../graph/operators/names.ts';
import type { PackedBits, PackedLayout } from '../tensor/packed.ts';
import { packCodes, roundScale, scaleCount, symmetricZero } from '../tensor/packed.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import type { SelfCheckRow } from './api.ts';

export interface CheckedKernels {
  readonly rows: readonly SelfCheckRow[];
  /** Operators whose kernels failed here, and why. */
  readonly failed: ReadonlyMap<OperatorName, string>;
}

/** Families that the built-in sample uses; they are checked before anything is called live. */
export const sampleFamilies: readonly string[] = ['elementwise', 'matmul', 'conv', 'pool'];

/** Families that a graph's packed weights use; they are checked before the first such graph runs. */
export function packedFamilies(graph: Graph): string[] {
  const storages = [...graph.parameters.values()].map(({ storage }) => storage);
  const widths = new Set(storages.flatMap((storage) => (storage.kind === 'packed' ? [storage.layout.bits] : [])));
  return [...widths].flatMap((bits) => [`matmul-packed-${bits}`, `conv-packed-${bits}`]);
}

/**
 * Checks the families named, or all; rows of earlier checks stay and are replaced where checked again.
 *
 * @param families names as in `SelfCheckRow.kernel`; all when left out
 */
export async function checkKernels(
  executor: Executor,
  reference: Executor,
  families: readonly string[] | undefined,
  before: CheckedKernels,
  task: TaskOptions,
): Promise<CheckedKernels> {
  const wanted = subjects.filter(({ family }) => families === undefined || families.includes(family));
  const rows = new Map(before.rows.map((row) => [row.kernel, row]));
  const failed = new Map(before.failed);
  const progress = createProgressReporter('checking kernels', wanted.length, task.onProgress);
  for (const [index, subject] of wanted.entries()) {
    throwIfAborted(task.signal);
    const { row, why } = await checkFamily(executor, reference, subject);
    rows.set(row.kernel, row);
    if (!row.ok) for (const operator of subject.operators) failed.set(operator, why);
    progress(index + 1);
  }
  return { rows: [...rows.values()], failed };
}

// ---------------------------------------------------------------------------------------------

interface Subject {
  readonly family: string;
  /** Not used when the family fails. */
  readonly operators: readonly OperatorName[];
  readonly tolerance: number;
  build(): Promise<Graph>;
}

/** Sums over tens of terms in another order, and WGSL's division and exp: well inside 1e-4. */
const floatTolerance = 1e-4;

const input = (builder: GraphBuilder, shape: readonly number[]) => builder.input('x', 'f32', shape);
const weight = (builder: GraphBuilder, shape: readonly number[]) => {
  const { normal } = createRandom(7);
  const count = shape.reduce((a, b) => a * b, 1);
  return builder.parameter(parameterFrom('w', tensorFrom('f32', shape, Float64Array.from({ length: count }, normal))));
};

function single(shape: readonly number[], write: (builder: GraphBuilder, x: string) => string): () => Promise<Graph> {
  return async () => {
    const builder = createBuilder();
    return builder.build([write(builder, input(builder, shape))], 'self-check');
  };
}

/** The same graph with its weight as random codes and scales: what is checked is unpacking, not quantizing. */
function packed(bits: PackedBits, build: () => Promise<Graph>): () => Promise<Graph> {
  return async () => {
    const graph = await build();
    const parameters = [...graph.parameters].map(
      ([name, parameter]) =>
        [name, name === 'w' ? { ...parameter, storage: randomCodes(bits, parameter.shape) } : parameter] as const,
    );
    return { ...graph, parameters: new Map(parameters) };
  };
}

/** A matrix weight is packed by its columns, a convolution's by its filters. */
function randomCodes(bits: PackedBits, shape: readonly number[]): PackedStorage {
  const orientation = shape.length === 2 ? 'columns' : 'rows';
  const [rows, columns] =
    orientation === 'columns' ? [shape[1], shape[0]] : [shape[0], shape.slice(1).reduce((a, b) => a * b, 1)];
  const layout: PackedLayout = {
    bits,
    rows,
    columns,
    strategy: 'group',
    groupSize: 32,
    symmetric: true,
    scaleDType: 'f16',
  };
  const { integer, uniform } = createRandom(bits);
  const codes = packCodes(
    bits,
    rows,
    columns,
    Uint8Array.from({ length: rows * columns }, () => integer(2 ** bits)),
    symmetricZero(bits),
  );
  const scales = Float32Array.from({ length: scaleCount(layout) }, () => roundScale(0.01 + uniform(), 'f16'));
  return { kind: 'packed', layout, orientation, load: async () => ({ layout, codes, scales }) };
}

const matmul = single([3, 70], (builder, x) => builder.add('MatMul', [x, weight(builder, [70, 37])]));
const conv = single([2, 3, 11, 9], (builder, x) =>
  builder.add('Conv', [x, weight(builder, [5, 3, 3, 3])], { pads: [1, 1, 1, 1] }),
);
const widths: readonly PackedBits[] = [2, 3, 4, 5, 6, 7, 8];

const subjects: readonly Subject[] = [
  {
    family: 'elementwise',
    operators: ['Relu', 'Add', 'Mul', 'Exp', 'Tanh'],
    tolerance: floatTolerance,
    build: single([5, 33], (b, x) =>
      b.add('Tanh', [b.add('Mul', [b.add('Exp', [x]), b.add('Relu', [b.add('Add', [x, b.scalar(0.5)])])])]),
    ),
  },
  { family: 'matmul', operators: ['MatMul', 'Gemm'], tolerance: floatTolerance, build: matmul },
  { family: 'conv', operators: ['Conv'], tolerance: floatTolerance, build: conv },
  {
    family: 'pool',
    operators: ['MaxPool'],
    tolerance: 0,
    build: single([2, 3, 9, 9], (b, x) => b.add('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] })),
  },
  {
    family: 'softmax',
    operators: ['Softmax', 'LogSoftmax'],
    tolerance: floatTolerance,
    build: single([4, 37], (b, x) => b.add('Softmax', [x])),
  },
  {
    family: 'reduce',
    operators: ['ReduceSum', 'ReduceMean'],
    tolerance: floatTolerance,
    build: single([4, 129], (b, x) => b.add('ReduceMean', [x, b.ints([1])])),
  },
  {
    family: 'layer-norm',
    operators: ['LayerNormalization'],
    tolerance: floatTolerance,
    build: single([4, 37], (b, x) => b.add('LayerNormalization', [x, weight(b, [37])])),
  },
  ...widths.map(
    (bits): Subject => ({
      family: `matmul-packed-${bits}`,
      operators: ['MatMul', 'Gemm'],
      tolerance: floatTolerance,
      build: packed(bits, matmul),
    }),
  ),
  ...widths.map(
    (bits): Subject => ({
      family: `conv-packed-${bits}`,
      operators: ['Conv'],
      tolerance: floatTolerance,
      build: packed(bits, conv),
    }),
  ),
];

async function checkFamily(
  executor: Executor,
  reference: Executor,
  { family, tolerance, build }: Subject,
): Promise<{ row: SelfCheckRow; why: string }> {
  try {
    const graph = await build();
    const [{ name, shape }] = graph.inputs;
    const { normal } = createRandom(11);
    const dims = shape.map(Number);
    const x = tensorFrom('f32', dims, Float64Array.from({ length: dims.reduce((a, b) => a * b, 1) }, normal));
    const [got, want] = await Promise.all([
      outputOf(executor, graph, { [name]: x }),
      outputOf(reference, graph, { [name]: x }),
    ]);
    const error = relativeError(got, want);
    return {
      row: { kernel: family, error, tolerance, ok: error <= tolerance },
      why: `the ${family} kernels are off by ${error.toExponential(1)} here`,
    };
  } catch (error) {
    return { row: { kernel: family, error: Number.POSITIVE_INFINITY, tolerance, ok: false }, why: messageOf(error) };
  }
}

async function outputOf(
  executor: Executor,
  graph: Graph,
  inputs: Parameters<Awaited<ReturnType<Executor['compile']>>['run']>[0],
): Promise<Float64Array> {
  const plan = await executor.compile(graph);
  try {
    const outputs = await plan.run(inputs);
    return Float64Array.from(outputs[graph.outputs[0]].data, Number);
  } finally {
    plan.dispose();
  }
}

function relativeError(got: Float64Array, want: Float64Array): number {
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return want.reduce(
    (most, value, i) =>
      Math.max(most, Number.isNaN(got[i]) ? Number.POSITIVE_INFINITY : Math.abs(got[i] - value) / scale),
    0,
  );
}
