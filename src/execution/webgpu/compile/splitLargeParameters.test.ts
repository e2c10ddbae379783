/** Large weights in pieces: the same numbers on the reference, nothing over the limit, each source read once. */
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder.ts';
import type { Graph, Parameter } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { largeWeightCases, tinyBinding } from '../../../testing/largeWeights.ts';
import { concreteTypes } from '../../concreteTypes.ts';
import type { Tensors } from '../../executor.ts';
import { createReferenceExecutor } from '../../reference/referenceExecutor.ts';
import { bytesOfRef } from '../bufferRef.ts';
import { portableMinimum } from '../capabilities.ts';
import { compileProgram } from './compileProgram.ts';
import { splitLargeParameters } from './splitLargeParameters.ts';

const capabilities = {
  ...portableMinimum,
  limits: { ...portableMinimum.limits, maxStorageBufferBindingSize: tinyBinding },
};

const split = async (graph: Graph, limit = tinyBinding) =>
  splitLargeParameters(graph, await concreteTypes(graph, {}), limit);

async function run(graph: Graph, inputs: Tensors): Promise<Tensors> {
  const plan = await createReferenceExecutor().compile(graph);
  return plan.run(inputs);
}

const piecesOf = ({ parameters }: Graph): Parameter[] =>
  [...parameters.values()].filter(({ name }) => name.startsWith('w['));

describe.each(largeWeightCases)('$about', ({ graph, inputs }) => {
  test('gives the same numbers', async () => {
    const pieces = await split(graph);
    expect(pieces).not.toBe(graph);
    expect(pieces.parameters.has('w')).toBe(false);
    expect(await run(pieces, inputs)).toEqual(await run(graph, inputs));
  });

  test('is lowered within the limit', async () => {
    const { program } = await compileProgram(graph, {}, { capabilities });
    for (const { ref } of program.uploads) expect(bytesOfRef(ref)).toBeLessThanOrEqual(tinyBinding);
  });

  test('stays as it is where it fits', async () => expect(await split(graph, 1 << 20)).toBe(graph));
});

describe('pieces', () => {
  test('of groups are whole where a group fits', async () => {
    const { graph } = largeWeightCases.find(({ about }) => about === 'Conv, whole groups')!;
    expect(piecesOf(await split(graph)).map(({ shape }) => shape[0])).toEqual([3, 3, 3]);
  });

  test('are whole vectors of rows where several fit', async () => {
    const { graph } = largeWeightCases.find(({ about }) => about === 'MatMul, 4 bits by 32')!;
    expect(piecesOf(await split(graph)).map(({ name }) => name)).toEqual(['w[0:8]', 'w[8:16]', 'w[16:21]']);
  });

  test('are asked for together and read once, as views; later they are read again', async () => {
    const data = new Float32Array(160);
    let reads = 0;
    const load = async () => {
      reads += 1;
      return data;
    };
    const b = createBuilder();
    const w = b.parameter({ name: 'w', dtype: 'f32', shape: [20, 8], storage: { kind: 'dense', dtype: 'f32', load } });
    const graph = b.build([b.add('Gemm', [b.input('x', 'f32', [2, 8]), w], { transB: 1 })]);
    const storages = piecesOf(await split(graph)).map(({ storage }) => storage);
    reads = 0;
    const loaded = await Promise.all(storages.map((storage) => storage.load()));
    expect(reads).toBe(1);
    expect(loaded.every((piece) => 'buffer' in piece && piece.buffer === data.buffer)).toBe(true);
    await storages[0]!.load();
    expect(reads).toBe(2);
  });

  test('are the same objects each time, so that plans share their uploads', async () => {
    const [{ graph }] = largeWeightCases as [(typeof largeWeightCases)[number]];
    const [first, second] = [piecesOf(await split(graph)), piecesOf(await split(graph))];
    expect(second.map(({ storage }) => storage)).toEqual(first.map(({ storage }) => storage));
    expect(second[0]!.storage).toBe(first[0]!.storage);
  });
});

describe('what cannot be split', () => {
  const large = () =>
    parameterFrom(
      'w',
      tensorFrom(
        'f32',
        [16, 8],
        Array.from({ length: 128 }, (_, i) => i),
      ),
    );

  test('is refused by its name: a reader that takes the whole', async () => {
    const b = createBuilder();
    const w = b.parameter(large());
    const y = b.add('MatMul', [b.input('x', 'f32', [2, 16]), w]);
    const graph = b.build([y, b.add('ReduceSum', [w], { keepdims: 0 })]);
    expect(await split(graph)).toBe(graph);
    await expect(compileProgram(graph, {}, { capabilities })).rejects.toThrow(
      /"w" takes 512 bytes, but this device binds at most 256/,
    );
  });

  test('stays whole: readers that see other rows, an output, a row that is too large', async () => {
    const b = createBuilder();
    const w = b.parameter(large());
    const both = b.build([
      b.add('MatMul', [b.input('x', 'f32', [2, 16]), w]),
      b.add('Gemm', [b.input('y', 'f32', [2, 8]), w], { transB: 1 }),
    ]);
    expect(await split(both)).toBe(both);
    const c = createBuilder();
    const v = c.parameter(large());
    const product = c.add('MatMul', [c.input('x', 'f32', [2, 16]), v]);
    expect((await split(c.build([product, v]))).parameters.has('w')).toBe(true);
    expect((await split(c.build([product]), 48)).parameters.has('w')).toBe(true);
    expect((await split(c.build([product]), 64)).parameters.has('w')).toBe(false);
  });
});
