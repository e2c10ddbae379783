/** Rows of the conformance table: slices, pads, gathers and scatters. */
import type { CaseInput, ConformanceCase } from './case.ts';
import { constant, createDraw, ints, scalar, values } from './inputs.ts';

const { floats, whole } = createDraw(44);
const copied = { tolerance: 'exact', gradientOf: [0] } as const;

const indices = (numbers: readonly number[], shape?: readonly number[]): CaseInput =>
  constant(values('i64', numbers, shape));

const end = 2 ** 31 - 1;

const sliceRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'Slice', about: 'two axes', inputs: [floats([4, 5]), ints(1, 0), ints(3, 4)] },
  {
    ...copied,
    operator: 'Slice',
    about: 'the last axis to its end',
    inputs: [floats([2, 5]), ints(2), ints(end), ints(-1)],
  },
  { ...copied, operator: 'Slice', about: 'from the back', inputs: [floats([7]), ints(-4), ints(-1)] },
  {
    ...copied,
    operator: 'Slice',
    about: 'every second',
    inputs: [floats([2, 7]), ints(1), ints(end), ints(1), ints(2)],
  },
  {
    ...copied,
    operator: 'Slice',
    about: 'reversed',
    inputs: [floats([3, 4]), ints(-1), ints(-end), ints(0), ints(-1)],
  },
  {
    ...copied,
    operator: 'Slice',
    about: 'mixed steps',
    inputs: [floats([5, 6]), ints(4, 0), ints(0, 6), ints(0, 1), ints(-2, 3)],
  },
  { operator: 'Slice', about: 'nothing', inputs: [floats([3, 4]), ints(2), ints(2), ints(0)], tolerance: 'exact' },
  {
    operator: 'Slice',
    about: 'just over a tile',
    inputs: [floats([33, 65]), ints(1, 1), ints(33, 64)],
    tolerance: 'exact',
  },
  {
    operator: 'Slice',
    about: 'of i64 values',
    inputs: [whole('i64', [5], -9, 9), ints(1), ints(4)],
    tolerance: 'exact',
  },
];

const padRows: readonly ConformanceCase[] = [
  {
    operator: 'Pad',
    about: 'a constant',
    inputs: [floats([2, 3]), ints(1, 0, 0, 2), scalar(1.5)],
    tolerance: 'exact',
    gradientOf: [0, 2],
  },
  { ...copied, operator: 'Pad', about: 'zeros on one axis', inputs: [floats([2, 3]), ints(1, 2), undefined, ints(-1)] },
  { ...copied, operator: 'Pad', about: 'cropping one side', inputs: [floats([4, 5]), ints(-1, 2, 0, -2)] },
  ...(['reflect', 'edge', 'wrap'] as const).flatMap((mode): ConformanceCase[] => [
    { ...copied, operator: 'Pad', about: mode, attributes: { mode }, inputs: [floats([3, 5]), ints(1, 2, 2, 3)] },
    {
      ...copied,
      operator: 'Pad',
      about: `${mode} of images`,
      attributes: { mode },
      inputs: [floats([1, 2, 3, 4]), ints(0, 0, 1, 1, 0, 0, 2, 1)],
    },
  ]),
  {
    operator: 'Pad',
    about: 'i64 values',
    inputs: [whole('i64', [3], -9, 9), ints(1, 1), scalar(7, 'i64')],
    tolerance: 'exact',
  },
];

const gatherRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'Gather', about: 'rows, one twice', inputs: [floats([5, 3]), indices([4, 0, 4])] },
  {
    ...copied,
    operator: 'Gather',
    about: 'columns',
    attributes: { axis: 1 },
    inputs: [floats([3, 5]), indices([1, -1], [2, 1])],
  },
  {
    ...copied,
    operator: 'Gather',
    about: 'a middle axis',
    attributes: { axis: 1 },
    inputs: [floats([2, 4, 3]), indices([3, 1, 1, 0], [2, 2])],
  },
  {
    ...copied,
    operator: 'Gather',
    about: 'a scalar index',
    attributes: { axis: -1 },
    inputs: [floats([2, 5]), indices([2], [])],
  },
  {
    operator: 'Gather',
    about: 'an embedding just over a tile',
    inputs: [floats([65, 33]), whole('i64', [2, 7], 0, 65)],
    tolerance: 'exact',
  },
  { operator: 'Gather', about: 'i32 indices', inputs: [floats([5, 2]), whole('i32', [3], 0, 5)], tolerance: 'exact' },
  {
    ...copied,
    operator: 'GatherElements',
    about: 'the last axis',
    attributes: { axis: 1 },
    inputs: [floats([3, 4]), indices([0, 3, 1, 1, -1, 2], [3, 2])],
  },
  {
    ...copied,
    operator: 'GatherElements',
    about: 'the first axis',
    inputs: [floats([4, 2]), indices([3, 0, 3, 1, 0, 2], [3, 2])],
  },
  { ...copied, operator: 'GatherND', about: 'elements', inputs: [floats([3, 4]), indices([0, 1, 2, 3, 0, 1], [3, 2])] },
  { ...copied, operator: 'GatherND', about: 'slices', inputs: [floats([3, 4, 2]), indices([2, 0, -1], [3, 1])] },
  {
    ...copied,
    operator: 'GatherND',
    about: 'batches',
    attributes: { batch_dims: 1 },
    inputs: [floats([2, 3, 4]), indices([2, 0, 0, 1], [2, 2, 1])],
  },
];

const scatterRows: readonly ConformanceCase[] = [
  {
    operator: 'ScatterElements',
    about: 'replacing',
    attributes: { axis: 1 },
    inputs: [floats([3, 4]), indices([0, 3, 1, 2, 3, 0], [3, 2]), floats([3, 2])],
    tolerance: 'exact',
    gradientOf: [0, 2],
  },
  ...(['add', 'mul', 'max', 'min'] as const).map(
    (reduction): ConformanceCase => ({
      operator: 'ScatterElements',
      about: `${reduction}, with positions met twice`,
      attributes: { axis: 0, reduction },
      inputs: [floats([4, 3]), indices([1, 0, 3, 1, -1, 3], [2, 3]), floats([2, 3])],
      tolerance: 'f32',
      gradientOf: reduction === 'add' ? [0, 2] : [],
    }),
  ),
  {
    operator: 'ScatterElements',
    about: 'adding i32 values',
    attributes: { reduction: 'add' },
    inputs: [whole('i32', [5], -9, 9), indices([4, 4, 0]), whole('i32', [3], -9, 9)],
    tolerance: 'exact',
  },
  {
    operator: 'ScatterND',
    about: 'replacing slices',
    inputs: [floats([4, 3]), indices([2, 0], [2, 1]), floats([2, 3])],
    tolerance: 'exact',
    gradientOf: [0, 2],
  },
  {
    operator: 'ScatterND',
    about: 'replacing elements',
    inputs: [floats([2, 3]), indices([1, 2, 0, 0], [2, 2]), floats([2])],
    tolerance: 'exact',
    gradientOf: [0, 2],
  },
  ...(['add', 'mul', 'max', 'min'] as const).map(
    (reduction): ConformanceCase => ({
      operator: 'ScatterND',
      about: `${reduction}, with slices met twice`,
      attributes: { reduction },
      inputs: [floats([4, 3]), indices([2, 0, 2], [3, 1]), floats([3, 3])],
      tolerance: 'f32',
      gradientOf: reduction === 'add' ? [0, 2] : [],
    }),
  ),
  {
    operator: 'ScatterND',
    about: 'adding wide slices, some met twice',
    attributes: { reduction: 'add' },
    inputs: [floats([3, 33]), indices([2, 0, 2, -1], [4, 1]), floats([4, 33])],
    tolerance: 'f32',
  },
];

const oneHotRows: readonly ConformanceCase[] = [
  oneHot('the last axis', -1, indices([0, 2, -1, 5]), 3, [0, 1]),
  oneHot('the first axis', 0, indices([0, 2, 1, 1], [2, 2]), 3, [-1, 2]),
  oneHot('a middle axis', 1, indices([0, 4, 1, 1], [2, 2]), 5, [0, 1]),
];

export const indexingCases: readonly ConformanceCase[] = [
  ...sliceRows,
  ...padRows,
  ...gatherRows,
  ...scatterRows,
  ...oneHotRows,
];

// ---------------------------------------------------------------------------------------------

function oneHot(
  about: string,
  axis: number,
  marks: CaseInput,
  depth: number,
  offAndOn: readonly number[],
): ConformanceCase {
  const inputs = [marks, scalar(depth, 'i64'), values('f32', offAndOn)];
  return { operator: 'OneHot', about, attributes: { axis }, inputs, tolerance: 'exact' };
}
