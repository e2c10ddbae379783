/** Decomposing: names that stay, recursion, choice, and what it works around. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { createBuilder } from '../builder.ts';
import type { Graph } from '../graph.ts';
import { operatorOf } from '../graph.ts';
import { inferTypes } from '../inferTypes.ts';
import { decompose } from './decompose.ts';

const words = (graph: Graph) => graph.nodes.map(operatorOf);

function model(): Graph {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 4]);
  const norm = builder.add('RMSNormalization', [x, builder.constant('f32', [4], [1, 2, 3, 4])], {}, 'norm');
  const y = builder.add('Swish', [norm], { alpha: 2 }, 'act');
  return builder.build([builder.add('Neg', [y], {}, 'y')]);
}

describe('decompose', () => {
  test('expands what has a decomposition and keeps the names of outputs', async () => {
    const graph = model();
    const plain = decompose(graph, await inferTypes(graph));
    expect(words(plain)).toEqual([
      'Mul',
      'ReduceMean',
      'Add',
      'Sqrt',
      'Reciprocal',
      'Mul',
      'Mul',
      'Mul',
      'Sigmoid',
      'Mul',
      'Neg',
    ]);
    expect(plain.outputs).toEqual(['y']);
    expect(plain.nodes.flatMap((node) => node.outputs)).toEqual(expect.arrayContaining(['norm', 'act', 'y']));
    expect(plain.nodes[8].name).toBe('act/Sigmoid');
    const inputs = { x: tensorFrom('f32', [1, 4], [1, -2, 3, -4]) };
    const shapes = { x: [1, 4] };
    const reference = createReferenceExecutor();
    const want = await (await reference.compile(graph, { shapes })).run(inputs);
    expect(await (await reference.compile(plain, { shapes })).run(inputs)).toEqual(want);
  });

  test('expands only what is picked', async () => {
    const graph = model();
    const plain = decompose(graph, await inferTypes(graph), ({ operator }) => operator === 'Swish');
    expect(words(plain)).toEqual(['RMSNormalization', 'Mul', 'Sigmoid', 'Mul', 'Neg']);
  });

  test('expands what a decomposition adds', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2, 3]);
    const labels = builder.input('labels', 'i64', [2]);
    const graph = builder.build([builder.add('SoftmaxCrossEntropyLoss', [x, labels], {}, 'loss')]);
    const plain = decompose(graph, await inferTypes(graph));
    expect(words(plain)).not.toContain('SoftmaxCrossEntropyLoss');
    expect(plain.nodes.at(-1)?.outputs).toEqual(['loss']);
  });

  test('copies a result that was there before', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2]);
    const graph = builder.build([builder.add('Dropout', [x], {}, 'dropped')]);
    const plain = decompose(graph, await inferTypes(graph));
    expect(plain.nodes).toMatchObject([{ operator: 'Identity', inputs: ['x'], outputs: ['dropped'] }]);
  });

  test('leaves alone what stands behind an opaque node', async () => {
    const opaque = {
      kind: 'opaque',
      name: 'odd',
      domain: 'custom',
      type: 'Odd',
      inputs: ['x'],
      outputs: ['odd'],
    } as const;
    const act = {
      kind: 'operator',
      name: 'act',
      operator: 'Swish',
      inputs: ['odd'],
      outputs: ['y'],
      attributes: {},
    } as const;
    const builder = createBuilder();
    builder.input('x', 'f32', [2]);
    const nodes = [{ ...opaque, proto: new Uint8Array(), reason: 'Odd is not known' }, act];
    const graph: Graph = { ...builder.build([]), nodes, outputs: ['y'] };
    expect(words(decompose(graph, await inferTypes(graph)))).toEqual(['Odd', 'Swish']);
  });
});
