/**
 * Small graphs whose one weight is larger than a binding of `tinyBinding` bytes, while everything else fits: for tests
 * of weights that are split, on the reference and on a GPU.
 */
import type { Tensors } from '../execution/executor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Attributes, Graph, Parameter } from '../graph/graph.ts';
import { denseStorage, parameterFrom } from '../graph/graph.ts';
import type { OperatorName } from '../graph/operators/names.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { encodeNumbers, tensorFrom } from '../tensor/tensor.ts';
import type { PackedWish } from './packedWeights.ts';
import { packedParameter } from './packedWeights.ts';

/** Bytes of a binding that the cases are made for. */
export const tinyBinding = 256;

export interface LargeWeightCase {
  readonly about: string;
  readonly graph: Graph;
  readonly inputs: Tensors;
}

const group32 = { bits: 4, strategy: 'group', groupSize: 32, symmetric: false, scaleDType: 'f16' } as const;
const channel = { bits: 4, strategy: 'channel', symmetric: true, scaleDType: 'f32' } as const;
const bytes = { bits: 8, strategy: 'tensor', symmetric: false, scaleDType: 'f32' } as const;

/** Sizes leave a rest, bounds fall between groups, and indices count from either end. */
export const largeWeightCases: readonly LargeWeightCase[] = [
  reader('MatMul, dense', 'MatMul', [2, 24], dense([24, 19])),
  reader('MatMul, a vector', 'MatMul', [24], dense([24, 19])),
  reader('MatMul, batches', 'MatMul', [2, 1, 24], dense([24, 19])),
  reader('Gemm, 16-bit, transB and bias', 'Gemm', [2, 24], half([20, 24]), { transB: 1, alpha: 0.5, beta: 2 }, [20]),
  reader('Gemm, 16-bit that is not aligned', 'Gemm', [2, 9], half([21, 9]), { transB: 1 }, [1, 21]),
  reader('Gemm, a bias for each row', 'Gemm', [3, 20], dense([20, 19]), {}, [3, 1]),
  reader('Gemm, transA', 'Gemm', [20, 3], dense([20, 19]), { transA: 1 }, [3, 19]),
  reader('Conv', 'Conv', [1, 2, 3, 3], dense([5, 2, 3, 3]), { pads: [1, 1, 1, 1], strides: [2, 2] }, [5]),
  reader('Conv, whole groups', 'Conv', [1, 6, 3, 3], dense([9, 2, 3, 3]), { group: 3 }, [9]),
  reader('Conv, within groups', 'Conv', [1, 4, 4, 4], dense([10, 2, 3, 3]), { group: 2 }, [10]),
  reader('Conv, pointwise', 'Conv', [1, 8, 2, 2], dense([13, 8, 1, 1])),
  reader('Conv, packed by channels', 'Conv', [1, 4, 3, 3], packed([33, 4, 3, 3], { ...channel, orientation: 'rows' })),
  reader('MatMul, 4 bits by 32', 'MatMul', [1, 64], packed([64, 21], { ...group32, orientation: 'columns' })),
  reader('MatMul, 4 bits by channel', 'MatMul', [1, 64], packed([64, 21], { ...channel, orientation: 'columns' })),
  reader(
    'Gemm, 4 bits by 32',
    'Gemm',
    [1, 64],
    packed([21, 64], { ...group32, orientation: 'rows' }),
    { transB: 1 },
    [21],
  ),
  reader('MatMul, one scale', 'MatMul', [1, 32], packed([32, 21], { ...bytes, orientation: 'columns' })),
  lookup('Gather, dense', dense([61, 5])),
  lookup('Gather, a vector', dense([150])),
  lookup('Gather, 16-bit', half([61, 5])),
  lookup(
    'Gather, integers',
    parameterFrom(
      'w',
      tensorFrom(
        'i32',
        [61, 5],
        numbers([61, 5]).map((x) => 100 * x),
      ),
    ),
  ),
  lookup('Gather, 4 bits by 32', packed([25, 40], { ...group32, orientation: 'rows' }), [-9]),
  lookup('Gather, 4 bits by channel', packed([25, 20], { ...channel, orientation: 'rows' }), [0, -1, 16]),
  lookup('Gather, one index', dense([61, 5]), -61),
  { about: 'a table that is the last product too', ...tied(dense([23, 8])) },
  {
    about: 'a packed table that is the last product too',
    ...tied(packed([25, 32], { ...group32, orientation: 'rows' })),
  },
];

// ---------------------------------------------------------------------------------------------

function reader(
  about: string,
  operator: OperatorName,
  shape: readonly number[],
  weight: Parameter,
  attributes: Attributes = {},
  bias?: readonly number[],
): LargeWeightCase {
  const builder = createBuilder();
  const inputs = [builder.input('x', 'f32', shape), builder.parameter(weight)];
  if (bias) inputs.push(builder.parameter({ ...dense(bias), name: 'bias' }));
  const y = builder.add(operator, inputs, attributes, 'y');
  return { about, graph: builder.build([y]), inputs: { x: tensor(shape) } };
}

function lookup(
  about: string,
  table: Parameter,
  at: number | readonly number[] = [0, -1, 60, -61, 13, -30],
): LargeWeightCase {
  const indices = typeof at === 'number' ? [at] : at;
  const shape = typeof at === 'number' ? [] : [1, indices.length];
  const builder = createBuilder();
  const y = builder.add('Gather', [builder.parameter(table), builder.input('x', 'i64', shape)], {}, 'y');
  return { about, graph: builder.build([y]), inputs: { x: tensorFrom('i64', shape, indices) } };
}

/** Rows of a table, multiplied with the table's transpose. */
function tied(table: Parameter): Omit<LargeWeightCase, 'about'> {
  const builder = createBuilder();
  const w = builder.parameter(table);
  const rows = builder.add('Gather', [w, builder.input('x', 'i64', [2])]);
  const y = builder.add('MatMul', [rows, builder.add('Transpose', [w], { perm: [1, 0] })], {}, 'y');
  return { graph: builder.build([y]), inputs: { x: tensorFrom('i64', [2], [-2, 3]) } };
}

/** Not round, of both signs, none twice in a row. */
function numbers(shape: readonly number[]): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1 + 7 * i));
}

function tensor(shape: readonly number[]): Tensor {
  return tensorFrom('f32', shape, numbers(shape));
}

function dense(shape: readonly number[]): Parameter {
  return parameterFrom('w', tensor(shape));
}

function half(shape: readonly number[]): Parameter {
  return { name: 'w', dtype: 'f32', shape, storage: denseStorage('f16', encodeNumbers('f16', numbers(shape))) };
}

function packed(shape: readonly number[], wish: PackedWish): Parameter {
  return packedParameter('w', shape, wish);
}
