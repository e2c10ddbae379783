/** Rows of the conformance table: convolutions, forward and backward. Pools lie in `pooling.ts`. */
import type { Attributes } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { CaseInput, ConformanceCase } from './case.ts';
import { createDraw } from './inputs.ts';
import { poolingCases } from './pooling.ts';

const { floats } = createDraw(41);

interface Geometry {
  readonly about: string;
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly attributes?: Attributes;
  readonly bias?: boolean;
  /** Too large for finite differences. */
  readonly forwardOnly?: boolean;
}

const convGeometries: readonly Geometry[] = [
  { about: '2-D', x: [2, 3, 5, 6], w: [4, 3, 3, 2], bias: true },
  { about: '1-D', x: [2, 3, 9], w: [4, 3, 3], attributes: { pads: [1, 2], strides: [2] } },
  { about: '3-D', x: [1, 2, 3, 4, 3], w: [2, 2, 2, 2, 2], attributes: { pads: [1, 0, 0, 0, 1, 0] } },
  { about: 'size 1', x: [1, 1, 1, 1], w: [1, 1, 1, 1], bias: true },
  { about: 'a kernel of 1', x: [2, 5, 3, 3], w: [3, 5, 1, 1], bias: true },
  { about: 'pads on all sides', x: [1, 2, 4, 5], w: [3, 2, 3, 3], attributes: { pads: [1, 2, 0, 1] } },
  {
    about: 'strides that leave a rest',
    x: [2, 2, 8, 7],
    w: [3, 2, 3, 3],
    attributes: { strides: [2, 3], pads: [1, 1, 1, 1] },
    bias: true,
  },
  { about: 'dilations', x: [1, 2, 7, 9], w: [2, 2, 3, 3], attributes: { dilations: [2, 3], pads: [2, 1, 0, 0] } },
  {
    about: 'strides, dilations and groups',
    x: [2, 4, 8, 8],
    w: [6, 2, 3, 2],
    attributes: { group: 2, strides: [2, 2], dilations: [1, 2], pads: [1, 0, 1, 1] },
    bias: true,
  },
  {
    about: 'depthwise',
    x: [2, 5, 5, 5],
    w: [5, 1, 3, 3],
    attributes: { group: 5, pads: [1, 1, 1, 1] },
    bias: true,
  },
  { about: 'depthwise with two filters a channel', x: [1, 3, 4, 4], w: [6, 1, 2, 2], attributes: { group: 3 } },
  { about: 'SAME_UPPER', x: [1, 2, 5, 6], w: [2, 2, 2, 3], attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] } },
  { about: 'SAME_LOWER', x: [1, 2, 5, 6], w: [2, 2, 4, 3], attributes: { auto_pad: 'SAME_LOWER' } },
  { about: 'VALID', x: [1, 2, 5, 6], w: [2, 2, 2, 3], attributes: { auto_pad: 'VALID', strides: [1, 2] } },
  {
    about: 'just over a tile',
    x: [1, 33, 6, 11],
    w: [65, 33, 3, 3],
    attributes: { pads: [1, 1, 1, 1] },
    forwardOnly: true,
  },
  { about: 'a kernel as large as the image', x: [3, 17, 4, 4], w: [33, 17, 4, 4], bias: true, forwardOnly: true },
];

const convRows: readonly ConformanceCase[] = [
  ...convGeometries.map((geometry) => row('Conv', geometry)),
  {
    operator: 'Conv',
    about: 'zeros',
    inputs: [floats([1, 2, 4, 4], 0, 0), floats([2, 2, 3, 3])],
    tolerance: 'f32Sum',
  },
  {
    operator: 'Conv',
    about: 'large values',
    inputs: [floats([1, 3, 5, 5], -1e6, 1e6), floats([2, 3, 3, 3], -1e4, 1e4)],
    tolerance: 'f32Sum',
  },
];

const transposeGeometries: readonly Geometry[] = [
  { about: '2-D', x: [2, 3, 3, 4], w: [3, 4, 3, 2], bias: true },
  { about: '1-D', x: [1, 2, 5], w: [2, 3, 3], attributes: { strides: [2], pads: [1, 0] } },
  { about: 'size 1', x: [1, 1, 1, 1], w: [1, 1, 1, 1], bias: true },
  {
    about: 'strides, pads and output_padding',
    x: [1, 2, 3, 4],
    w: [2, 3, 3, 3],
    attributes: { strides: [2, 3], pads: [1, 1, 1, 1], output_padding: [1, 2] },
    bias: true,
  },
  { about: 'dilations', x: [1, 2, 4, 3], w: [2, 2, 2, 3], attributes: { dilations: [3, 2], pads: [1, 0, 2, 1] } },
  { about: 'groups', x: [2, 4, 3, 3], w: [4, 3, 2, 2], attributes: { group: 2, strides: [2, 2] }, bias: true },
  { about: 'depthwise', x: [1, 3, 4, 4], w: [3, 1, 3, 3], attributes: { group: 3, strides: [2, 2] } },
  { about: 'output_shape', x: [1, 2, 3, 3], w: [2, 2, 3, 3], attributes: { strides: [2, 2], output_shape: [6, 5] } },
  { about: 'SAME_UPPER', x: [1, 2, 3, 4], w: [2, 2, 3, 3], attributes: { strides: [2, 2], auto_pad: 'SAME_UPPER' } },
  { about: 'SAME_LOWER', x: [1, 2, 3, 4], w: [2, 2, 4, 3], attributes: { strides: [1, 2], auto_pad: 'SAME_LOWER' } },
  {
    about: 'just over a tile',
    x: [1, 33, 3, 5],
    w: [33, 17, 3, 3],
    attributes: { strides: [2, 2] },
    forwardOnly: true,
  },
];

/** dY has the shape of the Conv's output, of which the first number is the batch and the second the filters. */
const weightRows: readonly ConformanceCase[] = [
  weightRow('2-D', [2, 4, 3, 5], [2, 3, 5, 6], { kernel_shape: [3, 2] }),
  weightRow('1-D with a stride', [2, 4, 5], [2, 3, 9], { kernel_shape: [3], pads: [1, 2], strides: [2] }),
  weightRow('strides that leave a rest', [2, 3, 4, 3], [2, 2, 8, 7], {
    kernel_shape: [3, 3],
    strides: [2, 3],
    pads: [1, 1, 1, 1],
  }),
  weightRow('dilations', [1, 2, 5, 4], [1, 2, 7, 9], { kernel_shape: [3, 3], dilations: [2, 3], pads: [2, 1, 0, 0] }),
  weightRow('groups', [2, 6, 4, 4], [2, 4, 8, 8], {
    kernel_shape: [3, 2],
    group: 2,
    strides: [2, 2],
    dilations: [1, 2],
    pads: [1, 0, 1, 1],
  }),
  weightRow('depthwise', [2, 5, 5, 5], [2, 5, 5, 5], { kernel_shape: [3, 3], group: 5, pads: [1, 1, 1, 1] }),
  weightRow('size 1', [1, 1, 1, 1], [1, 1, 1, 1], { kernel_shape: [1, 1] }),
  weightRow('just over a tile', [2, 65, 4, 4], [2, 33, 6, 6], { kernel_shape: [3, 3] }),
];

export const convolutionCases: readonly ConformanceCase[] = [
  ...convRows,
  ...transposeGeometries.map((geometry) => row('ConvTranspose', geometry)),
  ...weightRows,
  ...poolingCases,
];

// ---------------------------------------------------------------------------------------------

function row(operator: OperatorName, geometry: Geometry): ConformanceCase {
  const { about, x, w, attributes, bias, forwardOnly } = geometry;
  const filters = operator === 'Conv' ? w[0] : w[1] * Number(attributes?.group ?? 1);
  const inputs: CaseInput[] = [floats(x), floats(w), ...(bias ? [floats([filters])] : [])];
  return {
    operator,
    about,
    attributes,
    inputs,
    tolerance: 'f32Sum',
    gradientOf: forwardOnly ? [] : inputs.map((_, i) => i),
  };
}

function weightRow(
  about: string,
  dy: readonly number[],
  x: readonly number[],
  attributes: Attributes,
): ConformanceCase {
  return { operator: 'ConvWeightGradient', about, attributes, inputs: [floats(dy), floats(x)], tolerance: 'f32Sum' };
}
