/** Packed weights in every width, strategy and form: our reference, our reader and onnxruntime agree on what is written. */
import { afterAll, describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { createRandom } from '../../core/random.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import type { OnnxForm } from '../../files/onnx/write/lowerStorage.ts';
import { writeOnnx } from '../../files/onnx/write/writeOnnx.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph, PackedStorage } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { PackedBits } from '../../tensor/packed.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { PackedWish } from '../../testing/packedWeights.ts';
import { packedParameter } from '../../testing/packedWeights.ts';
import type { Executor, Tensors } from '../executor.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createOnnxExecutor } from './onnxExecutor.ts';

/** Sums of up to 80 products of codes up to 255 in f32, in another order than the reference's. */
const relativeTolerance = 2e-5;

interface Layer {
  readonly operator: OperatorName;
  readonly orientation: PackedStorage['orientation'];
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly attributes?: Record<string, number | readonly number[]>;
  readonly bias?: number;
}

const layers: readonly Layer[] = [
  { operator: 'MatMul', orientation: 'columns', input: [3, 80], weight: [80, 6] },
  { operator: 'Gemm', orientation: 'columns', input: [3, 40], weight: [40, 5], bias: 5 },
  { operator: 'Gemm', orientation: 'rows', input: [3, 40], weight: [5, 40], attributes: { transB: 1 }, bias: 5 },
  { operator: 'Conv', orientation: 'rows', input: [1, 4, 5, 5], weight: [6, 4, 3, 3], bias: 6 },
  { operator: 'Gather', orientation: 'rows', input: [4], weight: [7, 40] },
];

const executors: Readonly<Record<OnnxForm, Executor>> = {
  qdq: createOnnxExecutor({ form: 'qdq' }),
  nbits: createOnnxExecutor({ form: 'nbits' }),
  dense: createOnnxExecutor({ form: 'dense' }),
};
afterAll(() => Promise.all(Object.values(executors).map((executor) => executor.dispose())));

const widths: readonly PackedBits[] = [2, 3, 4, 5, 6, 7, 8];
const strategies: readonly Pick<PackedWish, 'strategy' | 'groupSize'>[] = [
  { strategy: 'tensor' },
  { strategy: 'channel' },
  { strategy: 'group', groupSize: 16 },
  { strategy: 'group', groupSize: 48 },
];

describe.each(layers)('$operator with its weight in $orientation', (layer) => {
  test.each(widths)('%i bits', async (bits) => {
    for (const strategy of strategies)
      for (const symmetric of [true, false])
        for (const scaleDType of ['f16', 'f32'] as const) {
          const wish: PackedWish = { bits, ...strategy, symmetric, scaleDType, orientation: layer.orientation };
          await compareForms(layer, wish);
        }
  });
});

// ---------------------------------------------------------------------------------------------------------------------

async function compareForms(layer: Layer, wish: PackedWish): Promise<void> {
  const graph = graphOf(layer, wish);
  const inputs = inputsOf(layer);
  const label = JSON.stringify(wish);
  const want = await outputs(createReferenceExecutor(), graph, inputs);
  for (const form of ['qdq', 'nbits', 'dense'] as const) {
    expectClose(await outputs(executors[form], graph, inputs), want, `onnxruntime ${form} ${label}`);
    const { bytes, substitutions } = await writeOnnx(graph, { form });
    const again = await readOnnx(memorySource('again.onnx', bytes));
    expectClose(await outputs(createReferenceExecutor(), again, inputs), want, `reader ${form} ${label}`);
    const kinds = [...again.parameters.values()].map(({ storage }) => storage.kind);
    expect(kinds.includes('packed'), `storage ${form} ${label}`).toBe(form !== 'dense');
    const widened = form === 'qdq' ? ![4, 8].includes(wish.bits) : form === 'nbits' && ![2, 4, 8].includes(wish.bits);
    if (widened) expect(substitutions.join()).toContain(`${wish.bits}-bit codes`);
  }
}

function graphOf(layer: Layer, wish: PackedWish): Graph {
  const builder = createBuilder();
  const x = builder.input('x', layer.operator === 'Gather' ? 'i64' : 'f32', layer.input);
  const w = builder.parameter(packedParameter('w', layer.weight, wish));
  const operands = layer.operator === 'Gather' ? [w, x] : [x, w];
  const biases = layer.bias ? [builder.constant('f32', [layer.bias], [1, 2, 3, 4, 5, 6].slice(0, layer.bias))] : [];
  return builder.build([builder.add(layer.operator, [...operands, ...biases], layer.attributes ?? {}, 'y')]);
}

function inputsOf(layer: Layer): Tensors {
  const random = createRandom(7);
  const values = Float64Array.from({ length: sizeOf(layer.input) }, () => random.normal());
  if (layer.operator === 'Gather') return { x: tensorFrom('i64', layer.input, [0, 6, 3, 3]) };
  return { x: tensorFrom('f32', layer.input, values) };
}

async function outputs(executor: Executor, graph: Graph, inputs: Tensors): Promise<ArrayLike<number | bigint>> {
  const plan = await executor.compile(graph);
  try {
    return (await plan.run(inputs)).y.data;
  } finally {
    plan.dispose();
  }
}

function expectClose(got: ArrayLike<number | bigint>, want: ArrayLike<number | bigint>, label: string): void {
  const [a, b] = [Array.from(got, Number), Array.from(want, Number)];
  const largest = Math.max(...b.map(Math.abs));
  const error = Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest;
  expect(error, label).toBeLessThan(relativeTolerance);
}
