/** MatMul and Gemm on WebGPU against the reference: every layout, odd sizes, broadcast batches, every body. */
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes } from '../../../graph/graph.ts';
import { denseStorage } from '../../../graph/graph.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { encodeNumbers, tensorFrom } from '../../../tensor/tensor.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';
import { createWebgpuExecutor } from '../webgpuExecutor.ts';

const random = createRandom(11);

function tensor(shape: readonly number[], dtype: DType = 'f32'): Tensor {
  const draw = () => (dtype === 'f32' ? random.normal() : random.integer(200) - 100);
  return tensorFrom(dtype, shape, Array.from({ length: sizeOf(shape) }, draw));
}

function product(
  operator: OperatorName,
  shapes: readonly (readonly number[])[],
  attributes: Attributes = {},
  dtype: DType = 'f32',
): ParityCase {
  const builder = createBuilder();
  const names = shapes.map((shape, i) => builder.input(`input${i}`, dtype, shape));
  const graph = builder.build([builder.add(operator, names, attributes)]);
  const inputs = Object.fromEntries(shapes.map((shape, i) => [`input${i}`, tensor(shape, dtype)]));
  const flags = Object.entries(attributes).flat().join(' ');
  const about = `${dtype} ${shapes.map((shape) => `[${shape}]`).join(' x ')} ${flags}`;
  return { about, graph, inputs, tolerance: dtype === 'f32' ? 'f32Sum' : 'exact' };
}

/** MatMul of transposed values, as training graphs write it: no transposed copy is needed. */
function transposedProduct(
  shapeA: readonly number[],
  shapeB: readonly number[],
  which: 'a' | 'b' | 'both',
): ParityCase {
  const builder = createBuilder();
  const [a, b] = [builder.input('a', 'f32', shapeA), builder.input('b', 'f32', shapeB)];
  const swap = (name: string, shape: readonly number[]) => {
    const rank = shape.length;
    const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
    return builder.add('Transpose', [name], { perm });
  };
  const left = which === 'b' ? a : swap(a, shapeA);
  const right = which === 'a' ? b : swap(b, shapeB);
  return {
    about: `transposed ${which}: [${shapeA}] x [${shapeB}]`,
    graph: builder.build([builder.add('MatMul', [left, right])]),
    inputs: { a: tensor(shapeA), b: tensor(shapeB) },
  };
}

const squares = [
  product('MatMul', [
    [20, 36],
    [36, 28],
  ]),
  product('MatMul', [
    [17, 13],
    [13, 19],
  ]),
  product('MatMul', [
    [65, 33],
    [33, 66],
  ]),
  transposedProduct([36, 20], [36, 28], 'a'),
  transposedProduct([20, 36], [28, 36], 'b'),
  transposedProduct([13, 18], [21, 13], 'both'),
];

describeParity('products in every body', squares, {
  variants: ['4x4.8x4', '8x8.8x4', '16x8.8x4', '16x8.1x16', '16x16.4x4'],
});

const wholeQuads = [
  product('MatMul', [
    [21, 36],
    [36, 64],
  ]),
  product('Gemm', [[36, 20], [36, 128], [128]], { transA: 1 }),
  product('Gemm', [[5, 36], [64, 36], [64]], { transB: 1 }),
  product('MatMul', [
    [3, 2, 7, 12],
    [2, 12, 64],
  ]),
];

describeParity('products whose A four neighbours load together, where the adapter has quads', wholeQuads, {
  variants: ['4x4.8x4', '8x8.16x1', '16x8.8x4', '16x16.4x4'],
});

const executor = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => executor.dispose());

test('SwiftShader, which these tests usually run on, has quads', async () => {
  const { architecture, subgroups, quads } = await executor.capabilities();
  expect(quads).toBe(architecture === 'swiftshader' && subgroups);
});

describeParity('products in shared tiles', squares.slice(1, 4), {
  variants: ['shared_64', 'shared_128'],
  restrict: (capabilities) => ({ ...capabilities, software: false }),
});

/** A weight that is stored as 16-bit floats, two a word. */
function halfWeight(m: number, k: number, n: number, transB: 0 | 1): ParityCase {
  const builder = createBuilder();
  const weights = tensor([k * n]);
  const storage = denseStorage('f16', encodeNumbers('f16', weights.data as Float32Array));
  const shape = transB ? [n, k] : [k, n];
  const x = builder.input('x', 'f32', [m, k]);
  const w = builder.parameter({ name: 'w', dtype: 'f32', shape, storage });
  const graph = builder.build([builder.add('Gemm', [x, w], { transB })]);
  return { about: `f16 weight, ${m} x ${k} x ${n}, transB ${transB}`, graph, inputs: { x: tensor([m, k]) } };
}

describeParity('16-bit weights', [
  halfWeight(5, 8, 12, 0),
  halfWeight(5, 8, 12, 1),
  halfWeight(1, 300, 20, 1),
  halfWeight(3, 7, 5, 0),
]);

describeParity('vectors, batches, edges', [
  product('MatMul', [
    [1, 1],
    [1, 1],
  ]),
  product('MatMul', [[7], [7]]),
  product('MatMul', [[7], [7, 5]]),
  product('MatMul', [[5, 7], [7]]),
  product('MatMul', [[64, 300], [300]]),
  product('MatMul', [[300], [300, 64]]),
  product('MatMul', [
    [1, 300],
    [300, 10],
  ]),
  product('MatMul', [
    [2, 3, 5, 7],
    [7, 4],
  ]),
  product('MatMul', [
    [2, 3, 5, 8],
    [2, 3, 8, 4],
  ]),
  product('MatMul', [
    [2, 1, 5, 8],
    [3, 8, 4],
  ]),
  product('MatMul', [
    [3, 1, 2, 1, 5, 3],
    [1, 2, 1, 3, 3, 4],
  ]),
  transposedProduct([2, 8, 12], [2, 8, 16], 'a'),
  transposedProduct([2, 12, 8], [16, 8], 'b'),
  product('MatMul', [
    [3, 0],
    [0, 4],
  ]),
  product('MatMul', [
    [0, 3],
    [3, 4],
  ]),
]);

describeParity(
  'split K',
  [
    product('MatMul', [
      [1, 301],
      [301, 10],
    ]),
    product('MatMul', [
      [2, 1, 320],
      [2, 320, 72],
    ]),
  ],
  {
    variants: ['row.16x16', 'row.32x4'],
    restrict: (capabilities) => ({ ...capabilities, software: false }),
  },
);

describeParity('Gemm', [
  product('Gemm', [[5, 7], [7, 3], [3]]),
  product(
    'Gemm',
    [
      [7, 5],
      [7, 3],
      [5, 1],
    ],
    { transA: 1, alpha: 0.5 },
  ),
  product(
    'Gemm',
    [
      [5, 7],
      [3, 7],
      [1, 3],
    ],
    { transB: 1, beta: 0.25 },
  ),
  product(
    'Gemm',
    [
      [8, 12],
      [16, 8],
      [12, 16],
    ],
    { transA: 1, transB: 1 },
  ),
  product('Gemm', [[1, 12], [16, 12], [1]], { transB: 1 }),
  product(
    'Gemm',
    [
      [12, 16],
      [1, 16],
      [12, 1],
    ],
    { transB: 1 },
  ),
  product('Gemm', [
    [5, 7],
    [7, 3],
  ]),
]);

describeParity('integers', [
  product(
    'MatMul',
    [
      [5, 7],
      [7, 3],
    ],
    {},
    'i32',
  ),
  product(
    'MatMul',
    [
      [2, 5, 7],
      [7, 3],
    ],
    {},
    'i64',
  ),
  product('Gemm', [[5, 7], [7, 3], [3]], {}, 'i32'),
]);

/** MatMul of heads as attention keeps them: [batch, length, heads, width], read through Transposes of any axes. */
function heads(
  [batch, length, count, width]: readonly [number, number, number, number],
  permA: readonly number[],
  permB: readonly number[],
): ParityCase {
  const builder = createBuilder();
  const shape = [batch, length, count, width];
  const names = ['a', 'b'].map((name) => builder.input(name, 'f32', shape));
  const [a, b] = [permA, permB].map((perm, i) => builder.add('Transpose', [names[i]!], { perm }));
  return {
    about: `heads of [${shape}], axes ${permA} x ${permB}`,
    graph: builder.build([builder.add('MatMul', [a!, b!])]),
    inputs: { a: tensor(shape), b: tensor(shape) },
  };
}

describeParity('heads of attention', [
  heads([2, 12, 3, 8], [0, 2, 1, 3], [0, 2, 3, 1]),
  heads([2, 5, 3, 7], [0, 2, 1, 3], [0, 2, 3, 1]),
  heads([3, 8, 2, 8], [0, 2, 3, 1], [0, 2, 1, 3]),
  heads([1, 9, 2, 6], [2, 0, 3, 1], [2, 0, 1, 3]),
  heads([4, 4, 4, 4], [1, 2, 0, 3], [0, 3, 2, 1]),
]);

/** Queries, keys and values out of one tensor, products of heads, and what they make put back side by side. */
function splitHeads(batch: number, length: number, heads: number, depth: number): ParityCase {
  const builder = createBuilder();
  const width = heads * depth;
  const x = builder.input('x', 'f32', [batch * length, 3 * width]);
  const parts = builder.addMany('Split', [x], 3, { axis: -1, num_outputs: 3 });
  const perHead = builder.ints([batch, length, heads, depth]);
  const [q, k, v] = parts.map((part) => builder.add('Reshape', [part, perHead]));
  const turned = (value: string, perm: readonly number[]) => builder.add('Transpose', [value], { perm });
  const scores = builder.add('MatMul', [turned(q!, [0, 2, 1, 3]), turned(k!, [0, 2, 3, 1])]);
  const mixed = builder.add('MatMul', [scores, turned(v!, [0, 2, 1, 3])]);
  const keys = builder.add('MatMul', [turned(q!, [0, 2, 3, 1]), scores]);
  const flat = (value: string, perm: readonly number[]) =>
    builder.add('Reshape', [turned(value, perm), builder.ints([batch * length, width])]);
  const beside = builder.add('Concat', [flat(mixed, [0, 2, 1, 3]), flat(keys, [0, 3, 1, 2])], { axis: -1 });
  const stacked = builder.add('Concat', [flat(mixed, [0, 2, 1, 3]), flat(keys, [0, 3, 1, 2])], { axis: 0 });
  const inputs = { x: tensor([batch * length, 3 * width]) };
  const about = `split [${batch},${length},${heads},${depth}]`;
  return { about, graph: builder.build([beside, stacked]), inputs, tolerance: 'f32Sum' };
}

describeParity('heads that are read where they lie', [
  splitHeads(2, 8, 4, 16),
  splitHeads(2, 5, 4, 16),
  splitHeads(3, 4, 2, 5),
  splitHeads(1, 3, 1, 64),
]);
