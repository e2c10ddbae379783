/** Rows of the conformance table: pools, forward and backward. */
import type { Attributes } from '../../graph/graph.ts';
import type { ConformanceCase } from './case.ts';
import { createDraw, ints, values } from './inputs.ts';

const { floats, whole } = createDraw(42);

interface PoolGeometry {
  readonly about: string;
  readonly x: readonly number[];
  readonly attributes: Attributes;
}

const geometries: readonly PoolGeometry[] = [
  { about: '2-D', x: [2, 3, 6, 8], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  { about: '1-D', x: [2, 3, 9], attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] } },
  { about: '3-D', x: [1, 2, 3, 4, 3], attributes: { kernel_shape: [2, 2, 2] } },
  { about: 'overlapping windows', x: [1, 2, 5, 7], attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } },
  { about: 'strides that leave a rest', x: [1, 2, 7, 8], attributes: { kernel_shape: [2, 3], strides: [3, 2] } },
  {
    about: 'ceil_mode',
    x: [1, 2, 6, 7],
    attributes: { kernel_shape: [3, 2], strides: [2, 2], pads: [0, 1, 0, 0], ceil_mode: 1 },
  },
  {
    about: 'dilations',
    x: [1, 2, 7, 8],
    attributes: { kernel_shape: [2, 3], dilations: [3, 2], pads: [1, 1, 0, 1], strides: [1, 2] },
  },
  {
    about: 'SAME_UPPER',
    x: [1, 2, 5, 6],
    attributes: { kernel_shape: [3, 2], strides: [2, 1], auto_pad: 'SAME_UPPER' },
  },
  {
    about: 'SAME_LOWER',
    x: [1, 2, 5, 6],
    attributes: { kernel_shape: [2, 3], strides: [2, 1], auto_pad: 'SAME_LOWER' },
  },
  { about: 'size 1', x: [1, 1, 1, 1], attributes: { kernel_shape: [1, 1] } },
  { about: 'just over a tile', x: [1, 33, 9, 9], attributes: { kernel_shape: [3, 3], strides: [2, 2] } },
];

const maxRows: readonly ConformanceCase[] = [
  ...geometries.map(
    ({ about, x, attributes }): ConformanceCase => ({
      operator: 'MaxPool',
      about,
      attributes,
      inputs: [floats(x)],
      outputs: 2,
      tolerance: 'exact',
      gradientOf: about === 'just over a tile' ? [] : [0],
    }),
  ),
  {
    operator: 'MaxPool',
    about: 'values only, all negative',
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] },
    inputs: [floats([1, 2, 5, 5], -9, -1)],
    tolerance: 'exact',
    gradientOf: [0],
  },
  {
    operator: 'MaxPool',
    about: 'column-major indices',
    attributes: { kernel_shape: [2, 2], strides: [2, 2], storage_order: 1 },
    inputs: [floats([2, 2, 4, 6])],
    outputs: 2,
    tolerance: 'exact',
    gradientOf: [0],
  },
  ...(['u8', 'i8'] as const).map(
    (dtype): ConformanceCase => ({
      operator: 'MaxPool',
      about: `${dtype} values`,
      attributes: { kernel_shape: [2, 2], pads: [1, 0, 0, 1] },
      inputs: [whole(dtype, [1, 2, 4, 5], dtype === 'u8' ? 0 : -128, 128)],
      tolerance: 'exact',
    }),
  ),
];

const averageRows: readonly ConformanceCase[] = geometries.flatMap(({ about, x, attributes }) =>
  [0, 1].map(
    (count_include_pad): ConformanceCase => ({
      operator: 'AveragePool',
      about: count_include_pad ? `${about}, padding counted` : about,
      attributes: { ...attributes, count_include_pad },
      inputs: [floats(x)],
      tolerance: 'f32Sum',
      gradientOf: about === 'just over a tile' ? [] : [0],
    }),
  ),
);

const globalRows: readonly ConformanceCase[] = (['GlobalAveragePool', 'GlobalMaxPool'] as const).flatMap((operator) =>
  [
    [2, 3, 5, 7],
    [1, 1, 1, 1],
    [2, 3, 9],
    [1, 2, 3, 4, 2],
    [1, 33, 17, 17],
  ].map(
    (x): ConformanceCase => ({
      operator,
      about: `of ${x.join('×')}`,
      inputs: [floats(x)],
      tolerance: operator === 'GlobalMaxPool' ? 'exact' : 'f32Sum',
      gradientOf: x[1] === 33 ? [] : [0],
    }),
  ),
);

const gradientRows: readonly ConformanceCase[] = [
  {
    operator: 'MaxPoolGradient',
    about: 'windows apart',
    inputs: [floats([1, 2, 2]), values('i64', [0, 3, 5, 6], [1, 2, 2]), ints(1, 2, 4)],
  },
  {
    operator: 'MaxPoolGradient',
    about: 'windows that meet add up',
    inputs: [floats([1, 1, 2, 3]), values('i64', [4, 4, 2, 4, 4, 5], [1, 1, 2, 3]), ints(1, 1, 3, 3)],
  },
  averageGradient('windows apart', [1, 2, 2, 3], [1, 2, 4, 6], { kernel_shape: [2, 2], strides: [2, 2] }),
  averageGradient('overlapping windows', [2, 2, 5, 6], [2, 2, 5, 6], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
  averageGradient('padding counted', [1, 2, 5, 6], [1, 2, 5, 6], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
    count_include_pad: 1,
  }),
  averageGradient('a rest that no window meets', [1, 2, 2, 3], [1, 2, 7, 8], { kernel_shape: [2, 3], strides: [3, 2] }),
  averageGradient('ceil_mode', [1, 2, 3, 4], [1, 2, 6, 7], {
    kernel_shape: [3, 2],
    strides: [2, 2],
    pads: [0, 1, 0, 0],
    ceil_mode: 1,
  }),
  averageGradient('1-D with dilations', [2, 3, 5], [2, 3, 9], { kernel_shape: [3], dilations: [2] }),
];

export const poolingCases: readonly ConformanceCase[] = [...maxRows, ...averageRows, ...globalRows, ...gradientRows];

// ---------------------------------------------------------------------------------------------

function averageGradient(
  about: string,
  dy: readonly number[],
  x: readonly number[],
  attributes: Attributes,
): ConformanceCase {
  return { operator: 'AveragePoolGradient', about, attributes, inputs: [floats(dy), ints(...x)], tolerance: 'f32Sum' };
}
