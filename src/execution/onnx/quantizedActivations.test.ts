/** Quantized activations, static and dynamic, and weights as other programs quantize them: onnxruntime against the reference. */
import { afterAll, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { createRandom } from '../../core/random.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import { writeOnnx } from '../../files/onnx/write/writeOnnx.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { addDynamicQuantization } from '../../graph/passes/dynamicQuantization.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { fixtureModel, fixtureNode, fixtureTensor, fixtureValue } from '../../testing/onnxFixtures.ts';
import type { PackedWish } from '../../testing/packedWeights.ts';
import { packedParameter } from '../../testing/packedWeights.ts';
import type { Executor } from '../executor.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createOnnxExecutor, openSession } from './onnxExecutor.ts';
import { fromOrt, toOrt } from './ortTensors.ts';
import { openRuntime } from './runtime.ts';

/** Integer sums are exact; the rest is a few products in f32. */
const exactSums = 2e-6;
/** Sums of 64 products in f32, in another order. */
const floatSums = 1e-5;
/** A quantized output may lie one level beside, since a tie may round either way. */
const oneLevel = 1.01;

const onnx = createOnnxExecutor();
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

const perChannel: Omit<PackedWish, 'orientation'> = {
  bits: 8,
  strategy: 'channel',
  symmetric: true,
  scaleDType: 'f16',
};

test('dynamic activations of a product and of a convolution become integer operators', async () => {
  for (const [graph, shape] of [
    [dynamicProduct(), [3, 40]],
    [dynamicConvolution(), [2, 4, 5, 5]],
  ] as const) {
    const { bytes, substitutions } = await writeOnnx(graph, { form: 'qdq' });
    const again = await readOnnx(memorySource('dynamic.onnx', bytes));
    const operators = again.nodes.map((node) => node.kind === 'operator' && node.operator);
    expect(operators.some((name) => name === 'MatMulInteger' || name === 'ConvInteger')).toBe(true);
    expect(substitutions).toEqual([]);
    const input = randomTensor(shape);
    const want = await output(reference, graph, input);
    expectClose(await output(onnx, graph, input), want, exactSums);
    expectClose(await output(reference, again, input), want, exactSums);
  }
});

test('dynamic activations beside scales a group are multiplied as floats, and the export says so', async () => {
  const builder = createBuilder();
  const x = addDynamicQuantization(builder, builder.input('x', 'f32', [3, 64]), [-1]);
  const wish: PackedWish = { ...perChannel, bits: 4, strategy: 'group', groupSize: 32, orientation: 'columns' };
  const graph = builder.build([
    builder.add('MatMul', [x, builder.parameter(packedParameter('w', [64, 5], wish))], {}, 'y'),
  ]);
  const { substitutions } = await writeOnnx(graph, { form: 'nbits' });
  expect(substitutions.join()).toContain('Node "y" multiplies its int8 activations as floats');
  const input = randomTensor([3, 64]);
  expectClose(await output(onnx, graph, input), await output(reference, graph, input), floatSums);
});

test('a static W8A8 convolution agrees to one level', async () => {
  const builder = createBuilder();
  const quantize = (value: string, scale: number): string => {
    const operands = [builder.scalar(scale), builder.constant('i8', [], [0])];
    return builder.add('DequantizeLinear', [builder.add('QuantizeLinear', [value, ...operands]), ...operands]);
  };
  const x = quantize(builder.input('x', 'f32', [1, 4, 6, 6]), 0.03);
  const w = builder.parameter(packedParameter('w', [5, 4, 3, 3], { ...perChannel, orientation: 'rows' }));
  const sums = builder.add('Conv', [x, w, builder.constant('f32', [5], [1, -1, 0, 2, 3])], {});
  const level = 20;
  const graph = builder.build([builder.add('Identity', [quantize(sums, level)], {}, 'y')]);
  const input = randomTensor([1, 4, 6, 6]);
  for (const form of ['qdq', 'nbits'] as const) {
    const executor = createOnnxExecutor({ form });
    const [got, want] = [await output(executor, graph, input), await output(reference, graph, input)];
    const expected = Array.from(want.data, Number);
    const levels = Array.from(got.data, Number).map((value, i) => Math.abs(value - expected[i]) / level);
    expect(Math.max(...levels)).toBeLessThan(oneLevel);
    expect(levels.filter((difference) => difference > 0.5).length).toBeLessThanOrEqual(1);
    await executor.dispose();
  }
});

test('a transposed int8 weight with a zero point becomes packed storage; an int32 bias stays', async () => {
  const random = createRandom(5);
  const codes = tensorFrom(
    'i8',
    [3, 20],
    Float64Array.from({ length: 60 }, () => random.integer(256) - 128),
  );
  const bytes = fixtureModel({
    opset: 13,
    nodes: [
      fixtureNode('DequantizeLinear', ['codes', 'scale', 'zero'], ['w'], { axis: 0 }),
      fixtureNode('Transpose', ['w'], ['wt'], { perm: [1, 0] }),
      fixtureNode('MatMul', ['x', 'wt'], ['sums']),
      fixtureNode('DequantizeLinear', ['bias', 'one'], ['b']),
      fixtureNode('Add', ['sums', 'b'], ['y']),
    ],
    inputs: [fixtureValue('x', 'f32', [2, 20])],
    outputs: [fixtureValue('y', 'f32', [2, 3])],
    initializers: [
      fixtureTensor('codes', codes),
      fixtureTensor('scale', tensorFrom('f32', [3], [0.1, 0.2, 0.05])),
      fixtureTensor('zero', tensorFrom('i8', [3], [3, 0, -7])),
      fixtureTensor('bias', tensorFrom('i32', [3], [100, -50, 7])),
      fixtureTensor('one', tensorFrom('f32', [], [0.01])),
    ],
  });
  const graph = await readOnnx(memorySource('other.onnx', bytes));
  const storage = graph.parameters.get('wt')?.storage;
  expect(storage).toMatchObject({
    kind: 'packed',
    orientation: 'columns',
    layout: { rows: 3, columns: 20, symmetric: false },
  });
  expect(graph.nodes.map((node) => node.kind === 'operator' && node.operator)).toEqual([
    'MatMul',
    'DequantizeLinear',
    'Add',
  ]);
  const input = randomTensor([2, 20]);
  const runtime = await openRuntime();
  const session = await openSession(runtime, bytes);
  const want = fromOrt('y', (await session.run({ x: toOrt(runtime.ort, input) })).y);
  expectClose(await output(reference, graph, input), want, exactSums);
  expectClose(await output(onnx, graph, input), want, exactSums);
  await session.release();
});

// ---------------------------------------------------------------------------------------------------------------------

function dynamicProduct(): Graph {
  const builder = createBuilder();
  const x = addDynamicQuantization(builder, builder.input('x', 'f32', [3, 40]), [-1]);
  const w = builder.parameter(packedParameter('w', [5, 40], { ...perChannel, orientation: 'rows' }));
  const bias = builder.constant('f32', [5], [1, 2, 3, 4, 5]);
  return builder.build([builder.add('Gemm', [x, w, bias], { transB: 1 }, 'y')]);
}

function dynamicConvolution(): Graph {
  const builder = createBuilder();
  const x = addDynamicQuantization(builder, builder.input('x', 'f32', [2, 4, 5, 5]), [1, 2, 3]);
  const w = builder.parameter(packedParameter('w', [6, 4, 3, 3], { ...perChannel, orientation: 'rows' }));
  const bias = builder.constant('f32', [6], [1, 2, 3, 4, 5, 6]);
  return builder.build([builder.add('Conv', [x, w, bias], { pads: [1, 1, 1, 1] }, 'y')]);
}

function randomTensor(shape: readonly number[]): Tensor {
  const random = createRandom(11);
  const size = shape.reduce((a, b) => a * b, 1);
  return tensorFrom(
    'f32',
    shape,
    Float64Array.from({ length: size }, () => random.normal()),
  );
}

async function output(executor: Executor, graph: Graph, x: Tensor): Promise<Tensor> {
  const plan = await executor.compile(graph);
  try {
    return (await plan.run({ x })).y;
  } finally {
    plan.dispose();
  }
}

function expectClose(got: Tensor, want: Tensor, tolerance: number): void {
  const [a, b] = [Array.from(got.data, Number), Array.from(want.data, Number)];
  const largest = Math.max(...b.map(Math.abs));
  expect(got.shape).toEqual(want.shape);
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest).toBeLessThan(tolerance);
}
