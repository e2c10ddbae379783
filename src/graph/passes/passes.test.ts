/** Passes that simplify or extend a graph keep what it computes; cost and weights are read off it. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { GraphBuilder } from '../builder.ts';
import { createBuilder } from '../builder.ts';
import { graphCost } from '../cost.ts';
import type { Graph } from '../graph.ts';
import { parameterFrom } from '../graph.ts';
import { addDynamicQuantization, findDynamic } from './dynamicQuantization.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import { foldConstants } from './foldConstants.ts';
import { prependPreprocessing } from './prependPreprocessing.ts';
import { removeDeadCode } from './removeDeadCode.ts';
import { sortNodes } from './sortNodes.ts';
import { findWeights } from './weights.ts';

/** Decimals that f32 keeps of a share of 255. */
const pixelDigits = 6;

/** Folding happens in 64 bits and is rounded to f32 once; sums over tens of terms stay within this. */
const foldTolerance = 1e-5;

function normal(builder: GraphBuilder, name: string, shape: number[], offset = 0): string {
  const random = createRandom(shape.length + name.length);
  const values = Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    () => Math.abs(offset) + random.normal() * (offset ? 0.1 : 1),
  );
  return builder.parameter(parameterFrom(name, tensorFrom('f32', shape, values)));
}

async function run(graph: Graph, shape: number[], dtype: 'f32' | 'u8' = 'f32') {
  const random = createRandom(5);
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, () => (dtype === 'u8' ? random.integer(256) : random.normal()));
  const plan = await createReferenceExecutor().compile(graph, { shapes: { x: shape } });
  const outputs = await plan.run({ x: tensorFrom(dtype, shape, values) });
  return { values, output: Object.values(outputs)[0] };
}

const operatorsOf = (graph: Graph) => graph.nodes.map((node) => (node.kind === 'operator' ? node.operator : node.type));

describe('constant folding', () => {
  test('computes what depends on parameters alone, and drops what nobody reads', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 2]);
    const w = builder.add('Transpose', [normal(builder, 'w', [3, 2])], { perm: [1, 0] });
    builder.add('Relu', [x], {}, 'unread');
    const graph = builder.build([builder.add('MatMul', [x, w])]);
    const folded = await foldConstants(graph);
    expect(operatorsOf(folded)).toEqual(['MatMul']);
    expect([...folded.parameters.keys()]).toEqual(['Transpose']);
    expect((await run(folded, [4, 2])).output).toEqual((await run(graph, [4, 2])).output);
  });

  test('known shapes are folded, an enormous Expand is not', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2, 3]);
    const reshaped = builder.add('Reshape', [x, builder.add('Shape', [x])]);
    const large = builder.add('Expand', [builder.scalar(1), builder.ints([1000, 1000])]);
    const graph = builder.build([reshaped, builder.add('ReduceSum', [large])]);
    expect(operatorsOf(await foldConstants(graph))).toEqual(['Reshape', 'Expand', 'ReduceSum']);
  });
});

describe('batch-norm folding', () => {
  function withNorm(write: (builder: GraphBuilder, x: string) => string, input: number[], channels: number): Graph {
    const builder = createBuilder();
    const y = write(builder, builder.input('x', 'f32', ['batch', ...input]));
    const gamma = normal(builder, 'gamma', [channels]);
    const beta = normal(builder, 'beta_', [channels]);
    const mean = normal(builder, 'mean___', [channels]);
    const variance = normal(builder, 'variance', [channels], 2);
    return builder.build([builder.add('BatchNormalization', [y, gamma, beta, mean, variance])]);
  }

  test.each<[string, Graph, number[]]>([
    ['Conv', withNorm((b, x) => b.add('Conv', [x, normal(b, 'w', [4, 2, 3, 3])]), [2, 5, 5], 4), [2, 2, 5, 5]],
    [
      'Conv with bias',
      withNorm((b, x) => b.add('Conv', [x, normal(b, 'w', [4, 2, 3, 3]), normal(b, 'bias', [4])]), [2, 5, 5], 4),
      [2, 2, 5, 5],
    ],
    [
      'Gemm',
      withNorm(
        (b, x) =>
          b.add('Gemm', [x, normal(b, 'w', [4, 6]), normal(b, 'bias', [4])], { transB: 1, beta: 0.5, alpha: 2 }),
        [6],
        4,
      ),
      [3, 6],
    ],
    ['MatMul', withNorm((b, x) => b.add('MatMul', [x, normal(b, 'w', [6, 4])]), [6], 4), [3, 6]],
  ])('%s and its norm are one node that computes the same', async (_, graph, shape) => {
    const folded = await foldBatchNorm(graph);
    expect(folded.nodes).toHaveLength(1);
    const before = (await run(graph, shape)).output.data;
    const after = (await run(folded, shape)).output.data;
    before.forEach((value, i) => {
      expect(Math.abs(Number(after[i]) - Number(value))).toBeLessThan(foldTolerance);
    });
  });

  test('a value that others read is left alone', async () => {
    const graph = withNorm((b, x) => b.add('Relu', [b.add('Conv', [x, normal(b, 'w', [4, 2, 1, 1])])]), [2, 3, 3], 4);
    expect(await foldBatchNorm(graph)).toMatchObject({ nodes: graph.nodes });
  });
});

describe('preprocessing', () => {
  function image(shape: (number | string)[]): Graph {
    const builder = createBuilder();
    return builder.build([builder.add('Identity', [builder.input('x', 'f32', shape)], {}, 'y')]);
  }

  test('scale, mean and deviation a channel, on raw bytes', async () => {
    const graph = prependPreprocessing(image(['batch', 3, 1, 1]), 'x', {
      scale: 1 / 255,
      mean: [0.5, 0.25, 0],
      std: [0.5, 0.25, 1],
    });
    expect(graph.inputs).toEqual([{ name: 'x', dtype: 'u8', shape: ['batch', 3, 1, 1] }]);
    const { values, output } = await run(graph, [1, 3, 1, 1], 'u8');
    expect(Number(output.data[0])).toBeCloseTo((values[0] / 255 - 0.5) / 0.5, pixelDigits);
    expect(Number(output.data[1])).toBeCloseTo((values[1] / 255 - 0.25) / 0.25, pixelDigits);
    expect(Number(output.data[2])).toBeCloseTo(values[2] / 255, pixelDigits);
  });

  test('gray images of any size for a model of RGB, channels last', async () => {
    const graph = prependPreprocessing(image(['batch', 4, 4, 3]), 'x', {
      layout: 'NHWC',
      channels: 'repeat',
      resize: [4, 4],
    });
    expect(graph.inputs[0].shape).toEqual(['batch', 1, 'height', 'width']);
    const { values, output } = await run(graph, [1, 1, 2, 2], 'u8');
    expect(output.shape).toEqual([1, 4, 4, 3]);
    expect([...output.data.subarray(0, 3)].map(Number)).toEqual([values[0], values[0], values[0]]);
  });

  test('vectors take a scale; what does not fit is named', () => {
    expect(prependPreprocessing(image(['batch', 784]), 'x', { scale: 1 / 255 }).inputs[0].shape).toEqual([
      'batch',
      784,
    ]);
    expect(() => prependPreprocessing(image(['batch', 784]), 'x', { layout: 'NHWC' })).toThrow(
      'need 4 dimensions; it has 2',
    );
    expect(() => prependPreprocessing(image([1, 3, 2, 2]), 'x', { mean: [1, 2] })).toThrow(
      '2 values for mean or deviation meet 3',
    );
    expect(() => prependPreprocessing(image([1, 3, 2, 2]), 'y', {})).toThrow('the graph has no such input; it has x');
  });
});

test('cost: a MatMul by hand; unknown while a dimension is', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 6]);
  const graph = builder.build([builder.add('MatMul', [x, normal(builder, 'w', [6, 4])], {}, 'dense')]);
  const [cost] = await graphCost(graph, { dims: { batch: 3 } });
  expect(cost).toEqual({
    node: 'dense',
    operator: 'MatMul',
    flops: 144,
    parameterBytes: 96,
    activationBytes: 4 * (18 + 12),
  });
  expect((await graphCost(graph))[0]).toMatchObject({ flops: undefined, activationBytes: undefined });
});

test('weights: orientation by reader; a weight with differing readers is unfit', () => {
  const builder = createBuilder();
  const ids = builder.input('ids', 'i64', ['batch']);
  const table = normal(builder, 'table', [5, 5]);
  const embedded = builder.add('Gather', [table, ids]);
  const tied = builder.add('Gemm', [embedded, table], { transB: 1 });
  const other = normal(builder, 'w', [5, 5]);
  const mixed = builder.add('Gemm', [builder.add('MatMul', [tied, other]), other], { transB: 1 });
  const { fit, unfit } = findWeights(builder.build([mixed]));
  expect(fit.map(({ parameter, orientation, operator }) => [parameter.name, orientation, operator])).toEqual([
    ['table', 'rows', 'Gather'],
  ]);
  expect(unfit.map(({ parameter }) => parameter.name)).toEqual(['w']);
});

test('nodes added at the end are put in order; a cycle is named', () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [1]);
  const a = builder.add('Relu', [x], {}, 'a');
  const b = builder.add('Neg', [a], {}, 'b');
  const graph = builder.build([builder.add('Add', [a, b], {}, 'c')]);
  expect(sortNodes({ ...graph, nodes: graph.nodes.toReversed() }).nodes.map(({ name }) => name)).toEqual([
    'a',
    'b',
    'c',
  ]);
  const cyclic = graph.nodes.map((node) => (node.name === 'a' ? { ...node, inputs: ['c'] } : node));
  expect(() => sortNodes({ ...graph, nodes: cyclic })).toThrow('waits for its own result');
});

test('dead code goes with the parameters that only it read', () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [2]);
  builder.add('Add', [x, normal(builder, 'unread', [2])]);
  const graph = removeDeadCode(builder.build([builder.add('Relu', [x])]));
  expect([graph.nodes.length, graph.parameters.size]).toEqual([1, 0]);
});

test('a dynamically quantized activation is found again, and errs by at most half a level a row', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 8]);
  const d = addDynamicQuantization(builder, x, [-1]);
  const w = normal(builder, 'w', [8, 3]);
  const graph = builder.build([d, builder.add('MatMul', [d, w], {}, 'product')]);
  const found = (await findDynamic(graph)).get('product')!;
  expect(found).toMatchObject({ source: 'x', dequantized: d });
  expect(found.nodes).toHaveLength(7);
  const { values, output } = await run(graph, [3, 8]);
  for (let row = 0; row < 3; row++) {
    const own = values.slice(row * 8, row * 8 + 8);
    const half = Math.max(...own.map(Math.abs)) / 127 / 2;
    own.forEach((value, i) => {
      expect(Math.abs(Number(output.data[row * 8 + i]) - value)).toBeLessThanOrEqual(half * (1 + foldTolerance));
    });
  }
});
