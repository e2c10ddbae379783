/** Transposes folded into products: fewer nodes, the same numbers. */
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createBuilder } from '../builder.ts';
import type { Graph } from '../graph.ts';
import { inferTypes } from '../inferTypes.ts';
import { evaluateNode } from './evaluateNode.ts';
import { foldTranspose } from './foldTranspose.ts';

const fold = async (graph: Graph) => foldTranspose(graph, await inferTypes(graph));
const operatorsOf = (graph: Graph) => graph.nodes.map((node) => node.kind === 'operator' && node.operator);

test('MatMul of two transposed matrices becomes one Gemm', async () => {
  const builder = createBuilder();
  const [a, b] = [builder.input('a', 'f32', [5, 3]), builder.input('b', 'f32', [4, 5])];
  const [at, bt] = [builder.add('Transpose', [a], { perm: [1, 0] }), builder.add('Transpose', [b])];
  const graph = await fold(builder.build([builder.add('MatMul', [at, bt])]));
  expect(operatorsOf(graph)).toEqual(['Gemm']);
  expect(graph.nodes[0]).toMatchObject({ inputs: ['a', 'b'], attributes: { transA: 1, transB: 1 } });
  expect((await inferTypes(graph)).types.get(graph.outputs[0])?.shape).toEqual([3, 4]);
});

test('Gemm keeps its bias and factors; a flag that was set is cleared', async () => {
  const builder = createBuilder();
  const [a, b, c] = [
    builder.input('a', 'f32', [3, 5]),
    builder.input('b', 'f32', [5, 4]),
    builder.input('c', 'f32', [4]),
  ];
  const transposed = builder.add('Transpose', [b], { perm: [1, 0] });
  const graph = await fold(builder.build([builder.add('Gemm', [a, transposed, c], { alpha: 0.5, transB: 1 })]));
  expect(graph.nodes).toHaveLength(1);
  expect(graph.nodes[0]).toMatchObject({ inputs: ['a', 'b', 'c'], attributes: { alpha: 0.5, transA: 0, transB: 0 } });
});

test('stacks of matrices keep their transposes, and a transpose that has another reader stays', async () => {
  const builder = createBuilder();
  const [a, b] = [builder.input('a', 'f32', [2, 5, 3]), builder.input('b', 'f32', [2, 5, 4])];
  const stack = builder.add('MatMul', [builder.add('Transpose', [a], { perm: [0, 2, 1] }), b]);
  const c = builder.input('c', 'f32', [5, 3]);
  const ct = builder.add('Transpose', [c], { perm: [1, 0] });
  const product = builder.add('MatMul', [ct, c]);
  const graph = await fold(builder.build([stack, product, builder.add('Relu', [ct])]));
  expect(operatorsOf(graph)).toEqual(['Transpose', 'MatMul', 'Transpose', 'Gemm', 'Relu']);
});

test('the numbers stay', async () => {
  const random = createRandom(3);
  const draw = (shape: number[]) => ({
    dtype: 'f32' as const,
    shape,
    data: Float64Array.from({ length: shape[0] * shape[1] }, () => random.normal()),
  });
  const [a, b] = [draw([5, 3]), draw([5, 4])];
  const builder = createBuilder();
  const transposed = builder.add('Transpose', [builder.input('a', 'f32', a.shape)], { perm: [1, 0] });
  const plain = builder.build([builder.add('MatMul', [transposed, builder.input('b', 'f32', b.shape)])]);
  const [gemm] = (await fold(plain)).nodes;
  const [transpose, matMul] = plain.nodes;
  if (gemm.kind !== 'operator' || transpose.kind !== 'operator' || matMul.kind !== 'operator') throw new Error();
  const output = [{ dtype: 'f32' as const, shape: [3, 4] }];
  const [at] = evaluateNode(transpose, [a], [{ dtype: 'f32', shape: [3, 5] }]);
  expect(evaluateNode(gemm, [a, b], output)[0].data).toEqual(evaluateNode(matMul, [at, b], output)[0].data);
});
