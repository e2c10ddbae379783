/** Rebatching: constants that spell out one sample are mended, what cannot take a batch is refused by name. */
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import { tensorFrom, toNumbers } from '../../tensor/tensor.ts';
import { testWithData } from '../../testing/data.ts';
import type { GraphBuilder } from '../builder.ts';
import { createBuilder } from '../builder.ts';
import { rebatch } from './rebatch.ts';
import type { GraphRunner } from './rebatchCheck.ts';
import { isSingleSample } from './singleSample.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A graph of one sample [1, 2, 3], made by `write` from x to one output. */
function single(write: (builder: GraphBuilder, x: string) => string) {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [1, 2, 3]);
  return builder.build([write(builder, x)]);
}

async function runTwo(graph: ReturnType<typeof single>) {
  const plan = await createReferenceExecutor().compile(graph, { shapes: { x: [2, 2, 3] } });
  const [output] = Object.values(await plan.run({ x: tensorFrom('f32', [2, 2, 3], range(12)) }));
  return output;
}

describe('mended', () => {
  test.each([
    ['flattened', [1, 6], [2, 6]],
    ['with the 1 dropped', [6], [12]],
    ['rows joined with the batch', [2, 3], [4, 3]],
    ['with an open dimension', [1, -1], [2, 6]],
    ['copied', [0, 3, 2], [2, 3, 2]],
  ])('Reshape %s', async (_, target, shape) => {
    const graph = single((builder, x) => builder.add('Reshape', [x, builder.ints(target)]));
    expect((await runTwo(await rebatch(graph))).shape).toEqual(shape);
  });

  test('Reshape after the batch was moved inwards', async () => {
    const graph = single((builder, x) => {
      const moved = builder.add('Transpose', [x], { perm: [1, 0, 2] });
      const flat = builder.add('Reshape', [moved, builder.ints([2, 3])]);
      const apart = builder.add('Reshape', [flat, builder.ints([2, 1, 3])]);
      return builder.add('Transpose', [apart], { perm: [1, 0, 2] });
    });
    expect(await runTwo(await rebatch(graph))).toMatchObject({ shape: [2, 2, 3], data: Float32Array.from(range(12)) });
  });

  test('Slice whose end was the one sample', async () => {
    const graph = single((builder, x) =>
      builder.add('Slice', [x, builder.ints([0, 1]), builder.ints([1, 3]), builder.ints([0, 2])]),
    );
    expect(await runTwo(await rebatch(graph))).toMatchObject({ shape: [2, 2, 2] });
  });

  test('a class token in Concat is repeated along the batch', async () => {
    const graph = single((builder, x) =>
      builder.add('Concat', [builder.constant('f32', [1, 1, 3], [7, 8, 9]), x], { axis: 1 }),
    );
    const { shape, data } = await runTwo(await rebatch(graph));
    expect(shape).toEqual([2, 3, 3]);
    expect([...data].map(Number).slice(9, 12)).toEqual([7, 8, 9]);
  });
});

describe('refused', () => {
  test.each<[string, (builder: GraphBuilder, x: string) => string, string]>([
    ['one sample picked out', (b, x) => b.add('Gather', [x, b.ints([0])], { axis: 0 }, 'pick'), 'Node "pick" (Gather)'],
    [
      'samples mixed by a running sum',
      (b, x) => b.add('CumSum', [x, b.constant('i64', [], [0])], {}, 'sum'),
      'mixes the samples',
    ],
    [
      'an output that is a number',
      (b, x) => b.add('ReduceSum', [x], { keepdims: 0 }, 'total'),
      'Node "total" (ReduceSum)',
    ],
  ])('%s', async (_, write, message) => {
    await expect(rebatch(single(write))).rejects.toThrow(message);
  });
});

describe('too large for plain loops', () => {
  /** 432 million operations a sample. */
  const large = () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [1, 600, 600]);
    const weight = builder.constant('f32', [600, 600], Array(360_000).fill(1));
    return builder.build([builder.add('MatMul', [x, weight], {}, 'product')]);
  };
  /** Each sample's result is its input, plus `mix` times the first value of the batch. */
  const runner =
    (mix: number): GraphRunner =>
    async (graph, { x }) => {
      const values = toNumbers(x).data;
      return {
        [graph.outputs[0]]: tensorFrom(
          'f32',
          x.shape,
          values.map((value) => value + mix * values[0]),
        ),
      };
    };

  test('is refused where nobody can run it', async () => {
    await expect(rebatch(large())).rejects.toThrow('one sample takes 432');
  });

  test('is judged by the outputs of who can', async () => {
    expect((await rebatch(large(), runner(0))).inputs[0].shape).toEqual(['batch', 600, 600]);
    await expect(rebatch(large(), runner(1))).rejects.toThrow('Node "product" (MatMul) mixes the samples');
  });
});

test('a graph with a batch is left as it is', async () => {
  const builder = createBuilder();
  const graph = builder.build([builder.add('Relu', [builder.input('x', 'f32', ['batch', 2])])]);
  expect(isSingleSample(graph)).toBe(false);
  expect(await rebatch(graph)).toBe(graph);
});

testWithData('opt-mnist, whose Reshape says [1, 256]', ['onnx/opt-mnist.onnx'], async (data) => {
  const graph = await readOnnx(memorySource('opt-mnist.onnx', await data.read('onnx/opt-mnist.onnx')));
  const batched = await rebatch(graph);
  expect(batched.inputs[0].shape).toEqual(['batch', 1, 28, 28]);
  const plan = await createReferenceExecutor().compile(batched, { shapes: { Input3: [3, 1, 28, 28] } });
  const input = tensorFrom('f32', [3, 1, 28, 28], Array(3 * 784).fill(0));
  expect((await plan.run({ Input3: input })).Plus214_Output_0.shape).toEqual([3, 10]);
});
