/** Rows of the conformance table: arithmetic on several inputs. */
import type { Attributes } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { DType } from '../../tensor/dtype.ts';
import type { ConformanceCase, ToleranceName } from './case.ts';
import { createDraw, scalar, values } from './inputs.ts';

const { floats, whole } = createDraw(12);

/** Functions of two floats with broadcasting; `second` is the range of the second input. */
function binary(operator: OperatorName, tolerance: ToleranceName = 'f32', second: [number, number] = [-2, 2]) {
  const row = { operator, tolerance, gradientOf: [0, 1] };
  const b = (shape: readonly number[]) => floats(shape, ...second);
  return [
    { ...row, about: 'equal shapes', inputs: [floats([3, 7]), b([3, 7])] },
    { ...row, about: 'size 1', inputs: [floats([1]), b([1])] },
    { ...row, about: 'a scalar on the right', inputs: [floats([2, 3, 5]), b([])] },
    { ...row, about: 'a scalar on the left', inputs: [floats([]), b([5])] },
    { ...row, about: 'a row on the right', inputs: [floats([3, 5]), b([5])] },
    { ...row, about: 'both broadcast', inputs: [floats([3, 1, 2]), b([1, 4, 1])] },
    { ...row, about: 'a constant a channel', inputs: [floats([2, 3, 2, 2]), { ...b([3, 1, 1]), constant: true }] },
    { ...row, about: 'just over a workgroup', inputs: [floats([257]), b([257])], gradientOf: [] },
    {
      ...row,
      about: 'large values',
      inputs: [values('f32', [1e18, -1e18, 3e-5]), values('f32', [7, 1e-3, 1e4])],
      gradientOf: [],
    },
  ];
}

const integers = (
  operator: OperatorName,
  dtype: DType,
  low: number,
  high: number,
  attributes?: Attributes,
): ConformanceCase => ({
  operator,
  about: `${dtype} values`,
  attributes,
  inputs: [whole(dtype, [3, 5], low, high), whole(dtype, [5], Math.max(1, low), high)],
  tolerance: 'exact',
});

export const arithmeticCases: readonly ConformanceCase[] = [
  ...binary('Add'),
  ...binary('Sub'),
  ...binary('Mul'),
  ...binary('Div', 'f32', [0.5, 3]),
  ...binary('PRelu').filter(({ about }) => about !== 'a scalar on the left' && about !== 'both broadcast'),
  ...(['Add', 'Sub', 'Mul', 'Div'] as const).flatMap((operator) => [
    integers(operator, 'i32', -1000, 1000),
    integers(operator, 'i64', -1000, 1000),
    integers(operator, 'u8', 0, 256),
    integers(operator, 'i8', -128, 128),
    integers(operator, 'u32', 0, 4294967296),
  ]),
  {
    operator: 'Mul',
    about: 'i32 overflow',
    inputs: [values('i32', [2147483647, -2147483648, 65537]), values('i32', [3, 5, 65537])],
    tolerance: 'exact',
  },
  { operator: 'Neg', about: 'i32 values', inputs: [whole('i32', [7], -9, 9)], tolerance: 'exact' },
  { operator: 'Abs', about: 'i64 values', inputs: [whole('i64', [7], -9, 9)], tolerance: 'exact' },
  { operator: 'Relu', about: 'i32 values', inputs: [whole('i32', [7], -9, 9)], tolerance: 'exact' },
  { operator: 'Sign', about: 'i32 values', inputs: [whole('i32', [7], -2, 3)], tolerance: 'exact' },
  {
    operator: 'Pow',
    about: 'positive base',
    inputs: [floats([3, 5], 0.2, 2), floats([3, 5])],
    gradientOf: [0, 1],
    tolerance: 'f32Transcendental',
  },
  {
    operator: 'Pow',
    about: 'square of signed numbers',
    inputs: [floats([3, 5]), scalar(2)],
    gradientOf: [0],
    tolerance: 'f32Transcendental',
  },
  {
    operator: 'Pow',
    about: 'cube of signed numbers',
    inputs: [floats([7]), scalar(3)],
    gradientOf: [0],
    tolerance: 'f32Transcendental',
  },
  { operator: 'Pow', about: 'exponent 0', inputs: [values('f32', [0, 1, -2]), scalar(0)], gradientOf: [0] },
  {
    operator: 'Pow',
    about: 'both broadcast',
    inputs: [floats([3, 1], 0.5, 2), floats([1, 2])],
    gradientOf: [0, 1],
    tolerance: 'f32Transcendental',
  },
  {
    operator: 'Pow',
    about: 'float to an integer power',
    inputs: [floats([5]), whole('i32', [5], 0, 4)],
    gradientOf: [0],
    tolerance: 'f32Transcendental',
  },
  {
    operator: 'Pow',
    about: 'integers',
    inputs: [whole('i32', [5], -5, 5), whole('i32', [5], 0, 4)],
    tolerance: 'exact',
  },
  integers('Mod', 'i32', -20, 20),
  integers('Mod', 'i32', -20, 20, { fmod: 1 }),
  integers('Mod', 'u8', 1, 256),
  {
    operator: 'Mod',
    about: 'signs of both',
    inputs: [values('i32', [7, -7, 7, -7]), values('i32', [3, 3, -3, -3])],
    tolerance: 'exact',
  },
  {
    operator: 'Mod',
    about: 'floats',
    attributes: { fmod: 1 },
    inputs: [floats([3, 5], -9, 9), values('f32', [2.5, -1.3, 0.7, 4, -3.1])],
    gradientOf: [0, 1],
  },
  ...(['Sum', 'Max', 'Min'] as const).flatMap((operator): ConformanceCase[] => [
    { operator, about: 'one input', inputs: [floats([5])], gradientOf: [0] },
    { operator, about: 'two inputs that broadcast', inputs: [floats([3, 1]), floats([4])], gradientOf: [0, 1] },
    {
      operator,
      about: 'four inputs',
      inputs: [floats([3, 5]), floats([3, 5]), floats([5]), floats([])],
      gradientOf: [0, 1, 2, 3],
    },
    { operator, about: 'more inputs than bindings', inputs: Array.from({ length: 9 }, () => floats([3])) },
  ]),
  {
    operator: 'Max',
    about: 'i32 values',
    inputs: [whole('i32', [7], -9, 9), whole('i32', [], -9, 9)],
    tolerance: 'exact',
  },
  {
    operator: 'Min',
    about: 'u8 values',
    inputs: [whole('u8', [7], 0, 255), whole('u8', [7], 0, 255)],
    tolerance: 'exact',
  },
];
