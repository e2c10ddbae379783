/**
 * Products of 8-bit activations with 8-bit packed weights (W8A8) on WebGPU against the reference: activations that are
 * quantized by one scale given beforehand (QuantizeLinear, DequantizeLinear) or by a scale a row or sample found while
 * running. Odd sizes, sums that are no multiple of four long, padding that holds the zero point; and forms that integer
 * kernels leave to others, which must come to the same.
 */
import { createRandom } from '../../../core/random.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { addDynamicQuantization } from '../../../graph/passes/dynamicQuantization.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { PackedWish } from '../../../testing/packedWeights.ts';
import { packedParameter } from '../../../testing/packedWeights.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(19);

/** How an activation is quantized. */
type Activation = 'dynamic' | { readonly dtype: 'i8' | 'u8'; readonly zero: number };

const symmetric: Activation = { dtype: 'i8', zero: 0 };
const asymmetric: Activation = { dtype: 'u8', zero: 117 };
const every = [symmetric, asymmetric, 'dynamic'] as const;

const channel = { bits: 8, strategy: 'channel', symmetric: true, scaleDType: 'f16' } as const;
type Format = Pick<PackedWish, 'bits' | 'strategy' | 'symmetric' | 'scaleDType' | 'groupSize'>;

interface Layer {
  readonly about: string;
  readonly operator: 'MatMul' | 'Gemm' | 'Conv';
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly attributes?: Attributes;
  readonly bias?: readonly number[];
  readonly format?: Format;
  readonly next?: 'Relu';
}

const tensor = (shape: readonly number[]): Tensor =>
  tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, random.normal));

/** Codes of the middle of the range, with some that saturate. */
function quantized(builder: GraphBuilder, x: string, operator: Layer['operator'], activation: Activation): string {
  const rank = builder.type(x).shape.length;
  const samples = Array.from({ length: rank - 1 }, (_, i) => i + 1);
  if (activation === 'dynamic') return addDynamicQuantization(builder, x, operator === 'Conv' ? samples : [-1]);
  const scale = builder.scalar(0.0213);
  const zero = builder.constant(activation.dtype, [], [activation.zero]);
  const codes = builder.add('QuantizeLinear', [x, scale, zero]);
  return builder.add('DequantizeLinear', [codes, scale, zero]);
}

function caseOf(layer: Layer, activation: Activation): ParityCase {
  const { operator, x, w, attributes = {}, bias, format = channel, next } = layer;
  const builder = createBuilder();
  const orientation = operator === 'Conv' || attributes.transB === 1 ? 'rows' : 'columns';
  const names = [
    quantized(builder, builder.input('x', 'f32', x), operator, activation),
    builder.parameter(packedParameter('w', w, { ...format, orientation }, sizeOf(w))),
    ...(bias ? [builder.parameter(parameterFrom('bias', tensor(bias)))] : []),
  ];
  const result = builder.add(operator, names, attributes);
  const graph = builder.build([next ? builder.add(next, [result]) : result]);
  const how = activation === 'dynamic' ? activation : `${activation.dtype} activations`;
  return { about: `${layer.about}, ${how}`, graph, inputs: { x: tensor(x) } };
}

const inEveryForm = (...layers: readonly Layer[]): ParityCase[] =>
  layers.flatMap((layer) => every.map((activation) => caseOf(layer, activation)));

const rows = { operator: 'Gemm', attributes: { transB: 1 } } as const;

const products = inEveryForm(
  { ...rows, about: 'Gemm 5 x 37 x 9 with bias and Relu', x: [5, 37], w: [9, 37], bias: [9], next: 'Relu' },
  { ...rows, about: 'Gemm 33 x 64 x 65', x: [33, 64], w: [65, 64] },
  { ...rows, about: 'Gemm 1 x 130 x 34', x: [1, 130], w: [34, 130], bias: [34] },
  { ...rows, about: 'Gemm 1 x 1 x 1', x: [1, 1], w: [1, 1] },
  {
    about: 'Gemm with alpha and beta, weights in columns',
    operator: 'Gemm',
    attributes: { alpha: 0.5, beta: -2 },
    x: [7, 18],
    w: [18, 6],
    bias: [7, 1],
  },
  { about: 'MatMul of batches', operator: 'MatMul', x: [2, 3, 33], w: [33, 5] },
  { about: 'MatMul of a vector', operator: 'MatMul', x: [19], w: [19, 6] },
  { about: 'MatMul of just over a tile', operator: 'MatMul', x: [66, 35], w: [35, 67], next: 'Relu' },
  {
    ...rows,
    about: 'one f32 scale for all weights',
    x: [6, 20],
    w: [8, 20],
    format: { ...channel, strategy: 'tensor', scaleDType: 'f32' },
  },
);

const padded: Attributes = { pads: [1, 1, 1, 1] };

const convolutions = inEveryForm(
  {
    about: 'Conv 3 x 3, padded, with bias and Relu',
    operator: 'Conv',
    x: [2, 5, 6, 7],
    w: [6, 5, 3, 3],
    attributes: padded,
    bias: [6],
    next: 'Relu',
  },
  { about: 'Conv of one channel', operator: 'Conv', x: [3, 1, 8, 8], w: [5, 1, 3, 3], attributes: padded },
  {
    about: 'Conv with strides, dilations and uneven pads',
    operator: 'Conv',
    x: [2, 4, 9, 8],
    w: [7, 4, 3, 2],
    attributes: { strides: [2, 1], dilations: [1, 2], pads: [0, 1, 2, 0] },
  },
  { about: 'Conv 1 x 1', operator: 'Conv', x: [2, 8, 4, 4], w: [12, 8, 1, 1], bias: [12] },
  { about: 'Conv in groups', operator: 'Conv', x: [2, 8, 5, 5], w: [6, 4, 3, 3], attributes: { group: 2, ...padded } },
  { about: 'depthwise Conv', operator: 'Conv', x: [1, 6, 5, 5], w: [6, 1, 3, 3], attributes: { group: 6, ...padded } },
  { about: 'Conv 1-D', operator: 'Conv', x: [2, 3, 17], w: [4, 3, 5], attributes: { pads: [2, 2] } },
  { about: 'Conv of just over a tile', operator: 'Conv', x: [1, 17, 9, 9], w: [33, 17, 3, 3], attributes: padded },
);

/** Forms in which weights are not one symmetric 8-bit scale a row. */
const others = inEveryForm(
  { ...rows, about: 'asymmetric weights', x: [5, 34], w: [6, 34], format: { ...channel, symmetric: false } },
  { ...rows, about: '4-bit weights', x: [5, 34], w: [6, 34], format: { ...channel, bits: 4 } },
  {
    ...rows,
    about: 'weights in groups',
    x: [5, 72],
    w: [6, 72],
    format: { ...channel, strategy: 'group', groupSize: 32 },
  },
  { about: '5-bit Conv', operator: 'Conv', x: [2, 3, 5, 5], w: [4, 3, 3, 3], format: { ...channel, bits: 5 } },
);

/** Two convolutions read one quantized activation, which is an output too; a third layer follows their sum. */
function network(activation: Activation): ParityCase {
  const builder = createBuilder();
  const packed = (name: string, shape: readonly number[]) =>
    builder.parameter(packedParameter(name, shape, { ...channel, orientation: 'rows' }, sizeOf(shape)));
  const x = quantized(builder, builder.input('x', 'f32', [2, 5, 6, 6]), 'Conv', activation);
  const wide = builder.add('Conv', [x, packed('w1', [8, 5, 3, 3])], padded);
  const narrow = builder.add('Conv', [x, packed('w2', [8, 5, 1, 1])]);
  const sum = builder.add('Mul', [builder.add('Relu', [builder.add('Add', [wide, narrow])]), builder.scalar(2 ** -9)]);
  const flat = quantized(builder, builder.add('Flatten', [sum]), 'Gemm', activation);
  const scores = builder.add('Gemm', [flat, packed('w3', [7, 288])], { transB: 1 });
  const how = activation === 'dynamic' ? activation : `${activation.dtype} activations`;
  const about = `layers that share an activation, ${how}`;
  return { about, graph: builder.build([x, wide, narrow, scores]), inputs: { x: tensor([2, 5, 6, 6]) } };
}

describeParity('networks of integer products', every.map(network), {
  variants: ['integer_8x8', 'integer_4x4', 'float'],
});

describeParity('integer products, in every way', [...products, ...convolutions, ...others], {
  variants: ['integer_8x8', 'integer_4x4', 'float'],
});

describeParity('integer products, as hardware runs them', [...products, ...convolutions, ...others], {
  restrict: (capabilities) => ({ ...capabilities, software: false }),
});

describeParity('integer products without packed dot products', [...products, ...convolutions], {
  restrict: (capabilities) => ({ ...capabilities, software: false, packedDot: false, f16: false, subgroups: false }),
});
