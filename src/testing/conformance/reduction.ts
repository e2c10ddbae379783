/** Rows of the conformance table: reductions. */
import type { Attributes } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { ConformanceCase, ToleranceName } from './case.ts';
import { createDraw, ints, scalar, values } from './inputs.ts';

const { floats, whole, bools } = createDraw(21);

/** Rows of a Reduce operator. `low` is the least input, for those that take logarithms or divide. */
function reduce(operator: OperatorName, tolerance: ToleranceName = 'f32Sum', low = -2): ConformanceCase[] {
  const row = { operator, tolerance, gradientOf: [0] };
  const x = (shape: readonly number[]) => floats(shape, low, 2);
  return [
    { ...row, about: 'all axes', inputs: [x([3, 5])] },
    { ...row, about: 'all axes, dropped', inputs: [x([3, 5])], attributes: { keepdims: 0 } },
    { ...row, about: 'the last axis', inputs: [x([3, 7]), ints(-1)] },
    { ...row, about: 'the first axis, dropped', inputs: [x([3, 7]), ints(0)], attributes: { keepdims: 0 } },
    { ...row, about: 'a middle axis', inputs: [x([2, 5, 3]), ints(1)], attributes: { keepdims: 0 } },
    { ...row, about: 'two axes apart', inputs: [x([2, 3, 5]), ints(2, 0)] },
    { ...row, about: 'a channel of images', inputs: [x([2, 3, 3, 3]), ints(0, 2, 3)], attributes: { keepdims: 0 } },
    { ...row, about: 'size 1', inputs: [x([1, 1]), ints(1)] },
    { ...row, about: 'no axes, none reduced', inputs: [x([5])], attributes: { noop_with_empty_axes: 1 } },
    { ...row, about: 'just over a workgroup', inputs: [x([2, 257]), ints(1)], gradientOf: [] },
    { ...row, about: 'nothing along an axis', inputs: [x([2, 0, 3]), ints(1)], gradientOf: [] },
    { ...row, about: 'zeros', inputs: [values('f32', [0, 0, 0, 0], [2, 2]), ints(1)], gradientOf: [] },
  ];
}

const integers = (operator: OperatorName): ConformanceCase[] =>
  (['i32', 'i64'] as const).map((dtype) => ({
    operator,
    about: `${dtype} values`,
    inputs: [whole(dtype, [3, 5], -9, 9), ints(1)],
    tolerance: 'exact',
  }));

const reduceRows: readonly ConformanceCase[] = [
  ...reduce('ReduceSum'),
  ...reduce('ReduceMean').filter(({ about }) => about !== 'nothing along an axis'),
  ...reduce('ReduceMax', 'exact'),
  ...reduce('ReduceMin', 'exact'),
  ...reduce('ReduceProd', 'f32Sum'),
  ...reduce('ReduceL1'),
  ...reduce('ReduceL2'),
  ...reduce('ReduceSumSquare'),
  ...reduce('ReduceLogSumExp', 'f32Transcendental'),
  ...(['ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceProd'] as const).flatMap((operator) => integers(operator)),
  { operator: 'ReduceMax', about: 'u8 values', inputs: [whole('u8', [3, 5], 0, 256), ints(1)], tolerance: 'exact' },
  { operator: 'ReduceMin', about: 'u8 values', inputs: [whole('u8', [3, 5], 0, 256), ints(1)], tolerance: 'exact' },
  { operator: 'ReduceMax', about: 'booleans', inputs: [bools([3, 5]), ints(1)], tolerance: 'exact' },
  {
    operator: 'ReduceProd',
    about: 'one and two zeros',
    inputs: [values('f32', [2, 0, 3, 0, 5, 0], [2, 3]), ints(1)],
    gradientOf: [0],
  },
  {
    operator: 'ReduceLogSumExp',
    about: 'large values',
    inputs: [values('f32', [1000, 1000, -1000, -1000], [2, 2]), ints(1)],
    tolerance: 'f32Transcendental',
  },
  {
    operator: 'ReduceSum',
    about: 'values that cancel',
    inputs: [values('f32', [1e7, 1, -1e7, 1], [4])],
    tolerance: 'f32Sum',
  },
];

function arg(operator: OperatorName): ConformanceCase[] {
  const ties = () => values('f32', [1, 3, 3, 2, -1, -1, 0, -1], [2, 4]);
  return [
    { operator, about: 'the first axis', inputs: [floats([3, 5])], tolerance: 'exact' },
    {
      operator,
      about: 'the last axis, dropped',
      inputs: [floats([3, 5])],
      attributes: { axis: -1, keepdims: 0 },
      tolerance: 'exact',
    },
    { operator, about: 'a middle axis', inputs: [floats([2, 7, 3])], attributes: { axis: 1 }, tolerance: 'exact' },
    { operator, about: 'ties', inputs: [ties()], attributes: { axis: 1 }, tolerance: 'exact' },
    {
      operator,
      about: 'ties, the last of them',
      inputs: [ties()],
      attributes: { axis: 1, select_last_index: 1 },
      tolerance: 'exact',
    },
    { operator, about: 'size 1', inputs: [floats([1])], tolerance: 'exact' },
    { operator, about: 'just over a workgroup', inputs: [floats([257])], tolerance: 'exact' },
    {
      operator,
      about: 'i32 values',
      inputs: [whole('i32', [3, 5], -9, 9)],
      attributes: { axis: 1 },
      tolerance: 'exact',
    },
  ];
}

const topRow = { operator: 'TopK', outputs: 2, tolerance: 'exact' } as const;

const topRows: readonly ConformanceCase[] = [
  { ...topRow, about: 'the three largest', inputs: [floats([3, 7]), ints(3)], gradientOf: [0] },
  {
    ...topRow,
    about: 'the two smallest',
    inputs: [floats([3, 7]), ints(2)],
    attributes: { largest: 0 },
    gradientOf: [0],
  },
  {
    ...topRow,
    about: 'along the first axis',
    inputs: [floats([5, 3]), ints(2)],
    attributes: { axis: 0 },
    gradientOf: [0],
  },
  { ...topRow, about: 'all of them', inputs: [floats([5]), ints(5)] },
  { ...topRow, about: 'ties', inputs: [values('f32', [1, 2, 2, 1, 2]), ints(3)] },
  { ...topRow, about: 'i64 values', inputs: [whole('i64', [3, 5], -99, 99), ints(1)] },
];

function cumulative(about: string, attributes: Attributes, axis: number): ConformanceCase {
  return {
    operator: 'CumSum',
    about,
    attributes,
    inputs: [floats([3, 5]), scalar(axis, 'i64')],
    gradientOf: [0],
    tolerance: 'f32Sum',
  };
}

const cumulativeRows: readonly ConformanceCase[] = [
  cumulative('the first axis', {}, 0),
  cumulative('the last axis', {}, -1),
  cumulative('exclusive', { exclusive: 1 }, 1),
  cumulative('reverse', { reverse: 1 }, 1),
  cumulative('exclusive and reverse', { exclusive: 1, reverse: 1 }, 0),
  { operator: 'CumSum', about: 'size 1', inputs: [floats([1]), scalar(0, 'i64')] },
  {
    operator: 'CumSum',
    about: 'i32 values',
    inputs: [whole('i32', [2, 5], -9, 9), scalar(1, 'i32')],
    tolerance: 'exact',
  },
];

/** The gradient of Softmax, for values that need not be shares. */
function softBack(about: string, shape: readonly number[], axis = -1): ConformanceCase {
  return {
    operator: 'SoftmaxGradient',
    about,
    attributes: { axis },
    inputs: [floats(shape), floats(shape)],
    tolerance: 'f32Sum',
  };
}

function soft(operator: OperatorName): ConformanceCase[] {
  const row = { operator, tolerance: 'f32Transcendental', gradientOf: [0] } as const;
  return [
    { ...row, about: 'the last axis', inputs: [floats([3, 7])] },
    { ...row, about: 'the first axis', inputs: [floats([5, 3])], attributes: { axis: 0 } },
    { ...row, about: 'a middle axis', inputs: [floats([2, 5, 3])], attributes: { axis: 1 } },
    { ...row, about: 'size 1', inputs: [floats([3, 1])] },
    { ...row, about: 'just over a workgroup', inputs: [floats([2, 257])], gradientOf: [] },
    {
      ...row,
      about: 'large values',
      inputs: [values('f32', [1000, 1001, 999, -1000, -1001, -1000], [2, 3])],
      gradientOf: [],
    },
    { ...row, about: 'zeros', inputs: [values('f32', [0, 0, 0, 0], [2, 2])] },
  ];
}

export const reductionCases: readonly ConformanceCase[] = [
  ...reduceRows,
  ...arg('ArgMax'),
  ...arg('ArgMin'),
  ...topRows,
  ...cumulativeRows,
  ...soft('Softmax'),
  ...soft('LogSoftmax'),
  softBack('the last axis', [3, 7]),
  softBack('the first axis', [5, 3], 0),
  softBack('a middle axis', [2, 5, 3], 1),
  softBack('size 1', [3, 1]),
  softBack('just over a workgroup', [2, 257]),
];
