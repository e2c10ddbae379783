/** Rows of the conformance table: elementwise operators. */
import type { DType } from '../../tensor/dtype.ts';
import type { ConformanceCase, ToleranceName } from './case.ts';
import { arithmeticCases } from './elementwiseArithmetic.ts';
import { unaryCases } from './elementwiseUnary.ts';
import { createDraw, scalar, values } from './inputs.ts';

const { floats, whole, bools } = createDraw(13);

const clip = (about: string, low?: number, high?: number): ConformanceCase => ({
  operator: 'Clip',
  about,
  inputs: [floats([3, 7]), low === undefined ? undefined : scalar(low), high === undefined ? undefined : scalar(high)],
  gradientOf: [0, ...(low === undefined ? [] : [1]), ...(high === undefined ? [] : [2])],
  tolerance: 'exact',
});

const comparisonInputs = () => [
  values('f32', [1, 2, 3, 0, -0, Number.NaN]),
  values('f32', [2, 2, 1, -0, 0, Number.NaN]),
];

const choiceRows: readonly ConformanceCase[] = [
  clip('both bounds', -0.5, 1),
  clip('a lower bound', 0.25),
  clip('an upper bound', undefined, 0.25),
  clip('no bounds'),
  clip('bounds that cross', 1, -1),
  {
    operator: 'Clip',
    about: 'i32 values',
    inputs: [whole('i32', [9], -9, 9), scalar(-2, 'i32'), scalar(5, 'i32')],
    tolerance: 'exact',
  },
  {
    operator: 'Where',
    about: 'equal shapes',
    inputs: [bools([3, 5]), floats([3, 5]), floats([3, 5])],
    gradientOf: [1, 2],
    tolerance: 'exact',
  },
  {
    operator: 'Where',
    about: 'all broadcast',
    inputs: [bools([3, 1]), floats([5]), floats([2, 1, 1])],
    gradientOf: [1, 2],
    tolerance: 'exact',
  },
  {
    operator: 'Where',
    about: 'i64 values',
    inputs: [bools([5]), whole('i64', [5], -9, 9), whole('i64', [], -9, 9)],
    tolerance: 'exact',
  },
  ...(['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual'] as const).flatMap((operator): ConformanceCase[] => [
    { operator, about: 'equal shapes', inputs: comparisonInputs(), tolerance: 'exact' },
    {
      operator,
      about: 'integers that broadcast',
      inputs: [whole('i64', [3, 1], 0, 4), whole('i64', [5], 0, 4)],
      tolerance: 'exact',
    },
    {
      operator,
      about: 'just over a workgroup',
      inputs: [whole('i32', [257], 0, 3), whole('i32', [257], 0, 3)],
      tolerance: 'exact',
    },
  ]),
  { operator: 'Equal', about: 'booleans', inputs: [bools([7]), bools([7])], tolerance: 'exact' },
  { operator: 'Not', about: 'odd sizes', inputs: [bools([3, 5])], tolerance: 'exact' },
  { operator: 'Not', about: 'size 1', inputs: [bools([1])], tolerance: 'exact' },
  ...(['And', 'Or', 'Xor'] as const).flatMap((operator): ConformanceCase[] => [
    { operator, about: 'equal shapes', inputs: [bools([3, 5]), bools([3, 5])], tolerance: 'exact' },
    { operator, about: 'both broadcast', inputs: [bools([3, 1]), bools([5])], tolerance: 'exact' },
  ]),
];

const bitRows: readonly ConformanceCase[] = [
  ...(['BitwiseAnd', 'BitwiseOr', 'BitwiseXor'] as const).flatMap((operator): ConformanceCase[] => [
    {
      operator,
      about: 'i32 values',
      inputs: [whole('i32', [3, 5], -99, 99), whole('i32', [5], -99, 99)],
      tolerance: 'exact',
    },
    { operator, about: 'u8 values', inputs: [whole('u8', [7], 0, 256), whole('u8', [7], 0, 256)], tolerance: 'exact' },
    {
      operator,
      about: 'u32 values',
      inputs: [whole('u32', [7], 0, 4294967296), whole('u32', [], 0, 4294967296)],
      tolerance: 'exact',
    },
    {
      operator,
      about: 'i64 values',
      inputs: [whole('i64', [7], -99, 99), whole('i64', [7], -99, 99)],
      tolerance: 'exact',
    },
  ]),
  ...(['LEFT', 'RIGHT'] as const).flatMap((direction): ConformanceCase[] => [
    {
      operator: 'BitShift',
      about: `u32 ${direction}`,
      attributes: { direction },
      inputs: [whole('u32', [3, 5], 0, 4294967296), whole('u32', [5], 0, 32)],
      tolerance: 'exact',
    },
    {
      operator: 'BitShift',
      about: `u8 ${direction}`,
      attributes: { direction },
      inputs: [whole('u8', [7], 0, 256), whole('u8', [7], 0, 8)],
      tolerance: 'exact',
    },
  ]),
];

const cast = (
  from: DType,
  to: DType,
  numbers: readonly number[],
  tolerance: ToleranceName = 'exact',
): ConformanceCase => ({
  operator: 'Cast',
  about: `${from} to ${to}`,
  attributes: { to },
  inputs: [values(from, numbers)],
  tolerance,
});

const castRows: readonly ConformanceCase[] = [
  cast('f32', 'i32', [1.9, -1.9, 0, -0.5, 2147483000, -7]),
  cast('f32', 'i64', [1.9, -1.9, 1e9]),
  cast('f32', 'u8', [1.9, 254.7, 0]),
  cast('f32', 'i8', [1.9, -128, 127]),
  cast('f32', 'bool', [0, -0, 1e-30, -3, Number.NaN]),
  cast('f32', 'f16', [1, 0.1, 65504, 70000, 1e-7, 2049]),
  cast('f16', 'f32', [1, 0.1, 65504, 6e-8]),
  cast('i32', 'f32', [1, -7, 16777217]),
  cast('i64', 'i32', [1, -7, 4294967297]),
  cast('i32', 'u8', [1, -1, 257]),
  cast('u32', 'f32', [1, 4294967295]),
  cast('i64', 'u32', [1, 4294967295]),
  cast('bool', 'f32', [0, 1, 1]),
  cast('i32', 'bool', [0, 3, -1]),
  {
    operator: 'Cast',
    about: 'f32 to f32',
    attributes: { to: 'f32' },
    inputs: [floats([3, 5])],
    gradientOf: [0],
    tolerance: 'exact',
  },
];

const training = (about: string, shape: readonly number[], ratio: number, step: number): ConformanceCase => ({
  operator: 'Dropout',
  about,
  attributes: { seed: 42 },
  inputs: [floats(shape), scalar(ratio), scalar(1, 'bool'), scalar(step, 'u32')],
  outputs: 2,
  gradientOf: [0],
});

const dropoutRows: readonly ConformanceCase[] = [
  training('training at step 0', [3, 7], 0.5, 0),
  training('training at step 7', [3, 7], 0.25, 7),
  training('training, just over a workgroup', [257], 0.1, 4294967295),
  training('training with ratio 0', [5], 0, 1),
  {
    operator: 'Dropout',
    about: 'inference with a mask',
    inputs: [floats([3, 5]), scalar(0.3)],
    outputs: 2,
    gradientOf: [0],
    tolerance: 'exact',
  },
];

export const elementwiseCases: readonly ConformanceCase[] = [
  ...unaryCases,
  ...arithmeticCases,
  ...choiceRows,
  ...bitRows,
  ...castRows,
  ...dropoutRows,
];
