/** Rows of the conformance table: operators that rearrange whole tensors, and those that make or read shapes. */
import { tensorFrom } from '../../tensor/tensor.ts';
import type { ConformanceCase } from './case.ts';
import { createDraw, ints, scalar } from './inputs.ts';

const { floats, whole, bools } = createDraw(43);
const copied = { tolerance: 'exact', gradientOf: [0] } as const;

const reshapeRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'Reshape', about: 'to a matrix', inputs: [floats([2, 3, 5]), ints(-1, 5)] },
  { ...copied, operator: 'Reshape', about: 'copying a dimension', inputs: [floats([2, 3, 5]), ints(0, -1)] },
  { ...copied, operator: 'Reshape', about: 'to a scalar', inputs: [floats([1, 1]), ints()] },
  {
    operator: 'Reshape',
    about: 'of nothing, with allowzero',
    attributes: { allowzero: 1 },
    inputs: [floats([0, 3]), ints(3, 0)],
    tolerance: 'exact',
  },
  { operator: 'Reshape', about: 'of i64 values', inputs: [whole('i64', [2, 3], -9, 9), ints(6)], tolerance: 'exact' },
  ...[0, 1, 2, -1].map(
    (axis): ConformanceCase => ({
      ...copied,
      operator: 'Flatten',
      about: `before axis ${axis}`,
      attributes: { axis },
      inputs: [floats([2, 3, 5])],
    }),
  ),
  { ...copied, operator: 'Squeeze', about: 'all axes of size 1', inputs: [floats([1, 3, 1, 5])] },
  { ...copied, operator: 'Squeeze', about: 'one of them', inputs: [floats([1, 3, 1, 5]), ints(-2)] },
  { ...copied, operator: 'Unsqueeze', about: 'first and last', inputs: [floats([3, 5]), ints(-1, 0)] },
  { ...copied, operator: 'Unsqueeze', about: 'a scalar', inputs: [floats([]), ints(0)] },
];

const transposeRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'Transpose', about: 'a matrix', inputs: [floats([3, 5])] },
  { ...copied, operator: 'Transpose', about: 'a vector', inputs: [floats([5])] },
  {
    ...copied,
    operator: 'Transpose',
    about: 'heads of attention',
    attributes: { perm: [0, 2, 1, 3] },
    inputs: [floats([2, 3, 4, 5])],
  },
  {
    ...copied,
    operator: 'Transpose',
    about: 'five axes',
    attributes: { perm: [4, 2, 0, 3, 1] },
    inputs: [floats([2, 3, 2, 1, 3])],
  },
  { operator: 'Transpose', about: 'just over a tile', inputs: [floats([33, 65])], tolerance: 'exact' },
  { operator: 'Transpose', about: 'of u8 values', inputs: [whole('u8', [3, 5], 0, 256)], tolerance: 'exact' },
];

const joinRows: readonly ConformanceCase[] = [
  {
    operator: 'Concat',
    about: 'the first axis',
    attributes: { axis: 0 },
    inputs: [floats([2, 3]), floats([1, 3])],
    tolerance: 'exact',
    gradientOf: [0, 1],
  },
  {
    operator: 'Concat',
    about: 'three along the last axis',
    attributes: { axis: -1 },
    inputs: [floats([2, 3]), floats([2, 1]), floats([2, 4])],
    tolerance: 'exact',
    gradientOf: [0, 1, 2],
  },
  { ...copied, operator: 'Concat', about: 'one', attributes: { axis: 0 }, inputs: [floats([3])] },
  {
    operator: 'Concat',
    about: 'with nothing',
    attributes: { axis: 0 },
    inputs: [floats([2, 3]), floats([0, 3])],
    tolerance: 'exact',
  },
  {
    operator: 'Concat',
    about: 'of booleans, just over a workgroup',
    attributes: { axis: 1 },
    inputs: [bools([3, 65]), bools([3, 33])],
    tolerance: 'exact',
  },
  {
    ...copied,
    operator: 'Split',
    about: 'equal parts with a smaller last',
    attributes: { axis: 1, num_outputs: 3 },
    inputs: [floats([2, 7])],
    outputs: 3,
  },
  {
    ...copied,
    operator: 'Split',
    about: 'given sizes, one of them 0',
    attributes: { axis: -1 },
    inputs: [floats([3, 6]), ints(2, 0, 4)],
    outputs: 3,
  },
  {
    ...copied,
    operator: 'Split',
    about: 'the first axis',
    attributes: { num_outputs: 2 },
    inputs: [floats([4, 3])],
    outputs: 2,
  },
];

const repeatRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'Expand', about: 'a row', inputs: [floats([3]), ints(2, 3)] },
  { ...copied, operator: 'Expand', about: 'both ways', inputs: [floats([3, 1]), ints(2, 1, 4)] },
  { ...copied, operator: 'Expand', about: 'nothing to do', inputs: [floats([2, 3]), ints(1)] },
  { operator: 'Expand', about: 'a scalar over a workgroup', inputs: [floats([]), ints(3, 129)], tolerance: 'exact' },
  { operator: 'Expand', about: 'of i64 values', inputs: [whole('i64', [1, 3], -9, 9), ints(4, 3)], tolerance: 'exact' },
  { ...copied, operator: 'Tile', about: 'both axes', inputs: [floats([2, 3]), ints(3, 2)] },
  { ...copied, operator: 'Tile', about: 'once', inputs: [floats([2, 3]), ints(1, 1)] },
  { ...copied, operator: 'Tile', about: 'a vector', inputs: [floats([5]), ints(3)] },
];

const triangleRows: readonly ConformanceCase[] = [1, 0].flatMap((upper) => [
  { ...copied, operator: 'Trilu', about: `upper ${upper}`, attributes: { upper }, inputs: [floats([2, 4, 5])] },
  {
    ...copied,
    operator: 'Trilu',
    about: `upper ${upper}, above the diagonal`,
    attributes: { upper },
    inputs: [floats([4, 3]), scalar(1, 'i64')],
  },
  {
    ...copied,
    operator: 'Trilu',
    about: `upper ${upper}, below the diagonal`,
    attributes: { upper },
    inputs: [floats([3, 5]), scalar(-2, 'i64')],
  },
]);

const madeRows: readonly ConformanceCase[] = [
  {
    operator: 'Range',
    about: 'i64',
    inputs: [scalar(2, 'i64'), scalar(11, 'i64'), scalar(3, 'i64')],
    tolerance: 'exact',
  },
  {
    operator: 'Range',
    about: 'downwards',
    inputs: [scalar(5, 'i32'), scalar(-5, 'i32'), scalar(-2, 'i32')],
    tolerance: 'exact',
  },
  { operator: 'Range', about: 'f32', inputs: [scalar(0.5), scalar(3.2), scalar(0.25)] },
  {
    operator: 'Range',
    about: 'nothing',
    inputs: [scalar(3, 'i64'), scalar(3, 'i64'), scalar(1, 'i64')],
    tolerance: 'exact',
  },
  { operator: 'Size', about: 'of an image', inputs: [floats([2, 3, 5])], tolerance: 'exact' },
  { operator: 'Shape', about: 'whole', inputs: [floats([2, 3, 5])], tolerance: 'exact' },
  {
    operator: 'Shape',
    about: 'part',
    attributes: { start: 1, end: -1 },
    inputs: [floats([2, 3, 5, 7])],
    tolerance: 'exact',
  },
  {
    operator: 'Constant',
    about: 'a tensor',
    attributes: { value: tensorFrom('f32', [2, 2], [1, 2, 3, 4]) },
    inputs: [],
    tolerance: 'exact',
  },
  { operator: 'Constant', about: 'a float', attributes: { value_float: 1.5 }, inputs: [], tolerance: 'exact' },
  { operator: 'Constant', about: 'floats', attributes: { value_floats: [1.5, -2] }, inputs: [], tolerance: 'exact' },
  { operator: 'Constant', about: 'an integer', attributes: { value_int: 3 }, inputs: [], tolerance: 'exact' },
  { operator: 'Constant', about: 'integers', attributes: { value_ints: [3, -4] }, inputs: [], tolerance: 'exact' },
  { operator: 'ConstantOfShape', about: 'zeros', inputs: [ints(2, 3)], tolerance: 'exact' },
  {
    operator: 'ConstantOfShape',
    about: 'i64 ones',
    attributes: { value: tensorFrom('i64', [1], [1]) },
    inputs: [ints(5)],
    tolerance: 'exact',
  },
  { operator: 'ConstantOfShape', about: 'nothing', inputs: [ints(0)], tolerance: 'exact' },
];

const blockRows: readonly ConformanceCase[] = [
  { ...copied, operator: 'DepthToSpace', about: 'DCR', attributes: { blocksize: 2 }, inputs: [floats([2, 12, 2, 3])] },
  {
    ...copied,
    operator: 'DepthToSpace',
    about: 'CRD',
    attributes: { blocksize: 2, mode: 'CRD' },
    inputs: [floats([2, 12, 2, 3])],
  },
  {
    ...copied,
    operator: 'DepthToSpace',
    about: 'blocks of 3',
    attributes: { blocksize: 3, mode: 'CRD' },
    inputs: [floats([1, 9, 1, 2])],
  },
  {
    ...copied,
    operator: 'SpaceToDepth',
    about: 'blocks of 2',
    attributes: { blocksize: 2 },
    inputs: [floats([2, 3, 4, 6])],
  },
  {
    ...copied,
    operator: 'SpaceToDepth',
    about: 'blocks of 1',
    attributes: { blocksize: 1 },
    inputs: [floats([1, 2, 3, 1])],
  },
];

export const layoutCases: readonly ConformanceCase[] = [
  ...reshapeRows,
  ...transposeRows,
  ...joinRows,
  ...repeatRows,
  ...triangleRows,
  ...madeRows,
  ...blockRows,
];
