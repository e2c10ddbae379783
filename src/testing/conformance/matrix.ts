/** Rows of the conformance table: matrix products. */
import type { Attributes } from '../../graph/graph.ts';
import type { CaseInput, ConformanceCase } from './case.ts';
import { constant, createDraw, values } from './inputs.ts';

const { floats, whole } = createDraw(31);

function matMul(about: string, a: readonly number[], b: readonly number[], checked = true): ConformanceCase {
  const gradientOf = checked ? [0, 1] : [];
  return { operator: 'MatMul', about, inputs: [floats(a), floats(b)], gradientOf, tolerance: 'f32Sum' };
}

const matMulRows: readonly ConformanceCase[] = [
  matMul('odd sizes', [3, 7], [7, 5]),
  matMul('size 1', [1, 1], [1, 1]),
  matMul('one row', [1, 9], [9, 5]),
  matMul('one column', [5, 9], [9, 1]),
  matMul('inner size 1', [5, 1], [1, 3]),
  matMul('just over a tile', [17, 33], [33, 9], false),
  matMul('a batch', [2, 3, 4], [2, 4, 5]),
  matMul('a batch of A', [2, 3, 4], [4, 5]),
  matMul('a batch of B', [3, 4], [2, 4, 5]),
  matMul('batches that broadcast', [2, 1, 3, 2], [3, 2, 4]),
  matMul('a vector on the left', [4], [4, 3]),
  matMul('a vector on the right', [3, 4], [4]),
  matMul('a vector and a batch', [4], [2, 4, 3]),
  matMul('two vectors', [5], [5]),
  {
    operator: 'MatMul',
    about: 'a constant weight',
    inputs: [floats([3, 8]), constant(floats([8, 5]))],
    gradientOf: [0, 1],
    tolerance: 'f32Sum',
  },
  { operator: 'MatMul', about: 'zeros', inputs: [floats([3, 4]), values('f32', new Array(8).fill(0), [4, 2])] },
  {
    operator: 'MatMul',
    about: 'large values',
    inputs: [floats([3, 4], -1e6, 1e6), floats([4, 2], -1e6, 1e6)],
    tolerance: 'f32Sum',
  },
  {
    operator: 'MatMul',
    about: 'i32 values',
    inputs: [whole('i32', [3, 4], -9, 9), whole('i32', [4, 2], -9, 9)],
    tolerance: 'exact',
  },
];

function gemm(about: string, attributes: Attributes, c?: CaseInput): ConformanceCase {
  const a = attributes.transA ? [7, 3] : [3, 7];
  const b = attributes.transB ? [5, 7] : [7, 5];
  const inputs = [floats(a), floats(b), ...(c ? [c] : [])];
  return { operator: 'Gemm', about, attributes, inputs, gradientOf: inputs.map((_, i) => i), tolerance: 'f32Sum' };
}

const gemmRows: readonly ConformanceCase[] = [
  gemm('no C', {}),
  gemm('A transposed', { transA: 1 }, floats([5])),
  gemm('B transposed', { transB: 1 }, constant(floats([5]))),
  gemm('both transposed, scaled', { transA: 1, transB: 1, alpha: 0.5, beta: 0.25 }, floats([3, 5])),
  gemm('C a column', { alpha: 2 }, floats([3, 1])),
  gemm('C a scalar', { beta: 3 }, floats([])),
  gemm('C of size 1', {}, floats([1])),
  gemm('C left out of the sum', { beta: 0 }, floats([5])),
  { operator: 'Gemm', about: 'size 1', inputs: [floats([1, 1]), floats([1, 1]), floats([1])], tolerance: 'f32Sum' },
  {
    operator: 'Gemm',
    about: 'just over a tile',
    attributes: { transB: 1 },
    inputs: [floats([17, 33]), floats([9, 33]), floats([9])],
    tolerance: 'f32Sum',
  },
];

export const matrixCases: readonly ConformanceCase[] = [...matMulRows, ...gemmRows];
