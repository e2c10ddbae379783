/** Rows of the conformance table: quantization. Products of codes sum exactly; codes may differ by one level at a tie. */
import type { Attributes } from '../../graph/graph.ts';
import type { DType } from '../../tensor/dtype.ts';
import { integerRange } from '../../tensor/dtype.ts';
import type { CaseInput, ConformanceCase } from './case.ts';
import { constant, createDraw, values } from './inputs.ts';

const { floats, whole } = createDraw(46);

const scales = (shape: readonly number[]): CaseInput => constant(floats(shape, 0.01, 0.1));
type CodeType = 'i8' | 'u8' | 'i4' | 'u4';
const codeTypes: readonly CodeType[] = ['i8', 'u8', 'i4', 'u4'];
/** Codes over the whole range of their dtype. */
const codes = (dtype: CodeType, shape: readonly number[]): CaseInput =>
  whole(dtype, shape, integerRange[dtype][0], integerRange[dtype][1] + 1);
const zeros = (dtype: CodeType, shape: readonly number[]): CaseInput => constant(codes(dtype, shape));
const one = (dtype: DType, value: number): CaseInput => constant(values(dtype, [value], []));

const quantizeRows: readonly ConformanceCase[] = codeTypes.flatMap((dtype) => [
  quantize(`${dtype}, a tensor`, [floats([3, 5], -9, 9), scales([]), zeros(dtype, [])], {}),
  quantize(`${dtype}, an axis`, [floats([3, 5, 2]), scales([5]), zeros(dtype, [5])], { axis: 1 }),
  quantize(`${dtype}, the first axis`, [floats([33, 5]), scales([33]), zeros(dtype, [33])], { axis: 0 }),
  quantize(`${dtype}, blocks`, [floats([4, 64]), scales([4, 2]), zeros(dtype, [4, 2])], { axis: -1, block_size: 32 }),
]);

const quantizeEdges: readonly ConformanceCase[] = [
  quantize(
    'ties to even',
    [values('f32', [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]), one('f32', 1), one('i8', 0)],
    {},
    'exact',
  ),
  quantize('saturation', [values('f32', [-1e9, 1e9, 0]), one('f32', 0.5), one('u8', 7)], {}, 'exact'),
  quantize('no zero point', [floats([7], 0, 9), scales([])], {}),
  quantize('no zero point, to i8', [floats([7]), scales([])], { output_dtype: 'i8' }),
];

const dequantizeRows: readonly ConformanceCase[] = codeTypes.flatMap((dtype) => [
  dequantize(`${dtype}, a tensor`, [codes(dtype, [3, 5]), scales([]), zeros(dtype, [])], {}),
  dequantize(`${dtype}, an axis`, [codes(dtype, [3, 5, 2]), scales([5]), zeros(dtype, [5])], { axis: 1 }),
  dequantize(`${dtype}, symmetric rows`, [codes(dtype, [33, 5]), scales([33])], { axis: 0 }),
  dequantize(`${dtype}, blocks of rows`, [codes(dtype, [64, 3]), scales([2, 3]), zeros(dtype, [2, 3])], {
    axis: 0,
    block_size: 32,
  }),
]);

const dynamicRows: readonly ConformanceCase[] = [
  { about: 'both signs', x: floats([3, 5]) },
  { about: 'positive values', x: floats([33], 1, 3) },
  { about: 'negative values', x: floats([2, 65], -3, -1) },
  { about: 'size 1', x: floats([1]) },
  { about: 'zeros', x: floats([5], 0, 0) },
].map(({ about, x }) => ({
  operator: 'DynamicQuantizeLinear',
  about,
  inputs: [x],
  outputs: 3,
  tolerance: 'oneLevel',
}));

const integerRows: readonly ConformanceCase[] = [
  matMulInteger('u8 times u8', [codes('u8', [3, 5]), codes('u8', [5, 4])]),
  matMulInteger('u8 times i8 with zero points', [
    codes('u8', [3, 5]),
    codes('i8', [5, 4]),
    one('u8', 117),
    one('i8', -3),
  ]),
  matMulInteger('a zero point a column', [codes('u8', [3, 33]), codes('u8', [33, 5]), one('u8', 9), zeros('u8', [5])]),
  matMulInteger('i8 batches', [codes('i8', [2, 3, 5]), codes('i8', [5, 2]), one('i8', 0), one('i8', 0)]),
  matMulInteger('just over a tile', [codes('i8', [33, 65]), codes('i8', [65, 33])]),
  convInteger(
    '2-D with a zero point in the padding',
    [codes('u8', [1, 2, 5, 4]), codes('u8', [3, 2, 3, 3]), one('u8', 130)],
    {
      pads: [1, 1, 1, 1],
    },
  ),
  convInteger(
    'i8 weights and a stride',
    [codes('u8', [2, 3, 6, 6]), codes('i8', [4, 3, 3, 2]), one('u8', 7), one('i8', 0)],
    {
      strides: [2, 2],
    },
  ),
  convInteger('depthwise', [codes('u8', [1, 3, 4, 4]), codes('u8', [3, 1, 2, 2]), one('u8', 3)], { group: 3 }),
];

const linearRows: readonly ConformanceCase[] = [
  {
    operator: 'QLinearMatMul',
    about: 'u8',
    inputs: [
      codes('u8', [3, 5]),
      one('f32', 0.02),
      one('u8', 120),
      codes('u8', [5, 4]),
      one('f32', 0.03),
      one('u8', 130),
      one('f32', 0.1),
      one('u8', 118),
    ],
    tolerance: 'oneLevel',
  },
  {
    operator: 'QLinearMatMul',
    about: 'i8 with a scale a column',
    inputs: [
      codes('i8', [2, 33]),
      one('f32', 0.02),
      one('i8', 3),
      codes('i8', [33, 5]),
      scales([5]),
      zeros('i8', [5]),
      one('f32', 0.7),
      one('i8', -4),
    ],
    tolerance: 'oneLevel',
  },
  {
    operator: 'QLinearConv',
    about: 'u8 with i8 filters, a scale a filter and a bias',
    attributes: { pads: [1, 1, 1, 1] },
    inputs: [
      codes('u8', [2, 3, 5, 5]),
      one('f32', 0.02),
      one('u8', 120),
      constant(codes('i8', [4, 3, 3, 3])),
      scales([4]),
      one('i8', 0),
      one('f32', 0.3),
      one('u8', 128),
      constant(whole('i32', [4], -500, 500)),
    ],
    tolerance: 'oneLevel',
  },
  {
    operator: 'QLinearConv',
    about: 'groups and strides',
    attributes: { group: 2, strides: [2, 2] },
    inputs: [
      codes('u8', [1, 4, 6, 6]),
      one('f32', 0.02),
      one('u8', 0),
      constant(codes('u8', [2, 2, 3, 3])),
      one('f32', 0.01),
      one('u8', 128),
      one('f32', 0.1),
      one('u8', 100),
    ],
    tolerance: 'oneLevel',
  },
];

const packedRows: readonly ConformanceCase[] = [
  ...[2, 4, 8].flatMap((bits) => [
    nBits(`${bits} bits, one row`, bits, { rows: [1], K: 64, N: 5, block: 32 }, 'none'),
    nBits(`${bits} bits, a rest in the last block`, bits, { rows: [3], K: 40, N: 7, block: 16 }, 'none'),
    nBits(`${bits} bits, packed zero points`, bits, { rows: [2, 3], K: 96, N: 5, block: 32 }, 'packed'),
  ]),
  // onnxruntime refuses these at 8 bits.
  nBits('2 bits, zero points as numbers', 2, { rows: [2], K: 32, N: 33, block: 16 }, 'float'),
  nBits('4 bits, zero points as numbers', 4, { rows: [2], K: 32, N: 33, block: 16 }, 'float'),
];

export const quantizationCases: readonly ConformanceCase[] = [
  ...quantizeRows,
  ...quantizeEdges,
  ...dequantizeRows,
  dequantize('i32 sums', [whole('i32', [3, 5], -9999, 9999), scales([])], {}),
  ...dynamicRows,
  ...integerRows,
  ...linearRows,
  ...packedRows,
];

// ---------------------------------------------------------------------------------------------

function quantize(
  about: string,
  inputs: readonly CaseInput[],
  attributes: Attributes,
  tolerance: ConformanceCase['tolerance'] = 'oneLevel',
): ConformanceCase {
  return { operator: 'QuantizeLinear', about, inputs, attributes, tolerance };
}

function dequantize(about: string, inputs: readonly CaseInput[], attributes: Attributes): ConformanceCase {
  return { operator: 'DequantizeLinear', about, inputs, attributes, tolerance: 'f32' };
}

function matMulInteger(about: string, inputs: readonly CaseInput[]): ConformanceCase {
  return { operator: 'MatMulInteger', about, inputs, tolerance: 'exact' };
}

function convInteger(about: string, inputs: readonly CaseInput[], attributes: Attributes): ConformanceCase {
  return { operator: 'ConvInteger', about, inputs, attributes, tolerance: 'exact' };
}

interface NBitsSize {
  readonly rows: readonly number[];
  readonly K: number;
  readonly N: number;
  readonly block: number;
}

function nBits(about: string, bits: number, size: NBitsSize, zeroPoints: 'none' | 'packed' | 'float'): ConformanceCase {
  const { rows, K, N, block } = size;
  const blocks = Math.ceil(K / block);
  const zero = {
    none: undefined,
    packed: constant(codes('u8', [N, Math.ceil((blocks * bits) / 8)])),
    float: constant(floats([N, blocks], 0, 2 ** bits)),
  }[zeroPoints];
  return {
    operator: 'MatMulNBits',
    about,
    attributes: { K, N, bits, block_size: block },
    inputs: [floats([...rows, K]), constant(codes('u8', [N, blocks, (block * bits) / 8])), scales([N, blocks]), zero],
    tolerance: 'f32Sum',
  };
}
