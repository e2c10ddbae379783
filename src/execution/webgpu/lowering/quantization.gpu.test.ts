/** Packed weights on WebGPU against the reference: every width, symmetric or not, every strategy, one row and many. */
import { createRandom } from '../../../core/random.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes } from '../../../graph/graph.ts';
import { addDynamicQuantization } from '../../../graph/passes/dynamicQuantization.ts';
import type { PackedBits } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { PackedWish } from '../../../testing/packedWeights.ts';
import { packedParameter } from '../../../testing/packedWeights.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(13);

const tensor = (shape: readonly number[]): Tensor =>
  tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, random.normal));

type Format = Omit<PackedWish, 'orientation'> & { readonly groupSize: number };

const w4: Format = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, scaleDType: 'f16' };

const label = ({ bits, strategy, groupSize, symmetric, scaleDType }: Format) =>
  `w${bits} ${strategy === 'group' ? `group ${groupSize}` : strategy}${symmetric ? '' : ' asymmetric'} ${scaleDType}`;

/** x times packed weights: MatMul over columns, or Gemm over rows with a bias. */
function product(format: Format, x: readonly number[], n: number, operator: 'MatMul' | 'Gemm' = 'MatMul'): ParityCase {
  const builder = createBuilder();
  const k = x[x.length - 1];
  const orientation = operator === 'Gemm' ? 'rows' : 'columns';
  const w = packedParameter('w', operator === 'Gemm' ? [n, k] : [k, n], { ...format, orientation });
  const names = [builder.input('x', 'f32', x), builder.parameter(w)];
  if (operator === 'Gemm') names.push(builder.constant('f32', [n], tensor([n]).data as Float32Array));
  const graph = builder.build([builder.add(operator, names, operator === 'Gemm' ? { transB: 1 } : {})]);
  return { about: `${operator} ${label(format)}, [${x}] to ${n}`, graph, inputs: { x: tensor(x) } };
}

const widths: readonly PackedBits[] = [2, 3, 4, 5, 6, 7, 8];

describeParity('products of every width', [
  ...widths.map((bits) => product({ ...w4, bits }, [1, 96], 20)),
  ...widths.map((bits) => product({ ...w4, bits }, [19, 96], 20)),
  ...widths.map((bits) => product({ ...w4, bits, symmetric: false }, [1, 77], 11)),
  ...widths.map((bits) => product({ ...w4, bits, symmetric: false, groupSize: 16 }, [5, 77], 11)),
]);

describeParity('products of every strategy', [
  product({ ...w4, strategy: 'channel' }, [1, 300], 36),
  product({ ...w4, strategy: 'channel' }, [9, 40], 36, 'Gemm'),
  product({ ...w4, strategy: 'channel', bits: 8, scaleDType: 'f32' }, [2, 3, 33], 17),
  product({ ...w4, strategy: 'tensor', symmetric: false }, [1, 33], 8, 'Gemm'),
  product({ ...w4, strategy: 'tensor', scaleDType: 'f32' }, [6, 48], 8),
  product({ ...w4, groupSize: 64, scaleDType: 'f32' }, [1, 200], 12),
  product({ ...w4, groupSize: 128 }, [1, 520], 12, 'Gemm'),
  product({ ...w4, groupSize: 128 }, [7, 260], 12),
  product({ ...w4, groupSize: 48, bits: 3 }, [1, 100], 12),
  product({ ...w4, groupSize: 48, bits: 3 }, [4, 100], 12),
  product({ ...w4, groupSize: 16 }, [1, 1], 1),
  product({ ...w4, groupSize: 16 }, [3, 1], 1, 'Gemm'),
]);

describeParity('products in other bodies', [product(w4, [35, 96], 68), product({ ...w4, bits: 5 }, [17, 33], 9)], {
  variants: ['4x4.8x4', '8x8.8x4', '16x16.8x4'],
});

describeParity(
  'products with split K and in shared tiles',
  [product(w4, [1, 320], 20), product({ ...w4, bits: 7, symmetric: false }, [20, 72], 12)],
  {
    variants: ['row.16x16', 'shared_64'],
    restrict: (capabilities) => ({ ...capabilities, software: false }),
  },
);

function convolved(format: Format, x: readonly number[], w: readonly number[], attributes: Attributes): ParityCase {
  const builder = createBuilder();
  const names = [
    builder.input('x', 'f32', x),
    builder.parameter(packedParameter('w', w, { ...format, orientation: 'rows' })),
  ];
  const bias = builder.constant('f32', [w[0]], tensor([w[0]]).data as Float32Array);
  const graph = builder.build([builder.add('Relu', [builder.add('Conv', [...names, bias], attributes)])]);
  return {
    about: `${label(format)} [${x}] [${w}] ${JSON.stringify(attributes)}`,
    graph,
    inputs: { x: tensor(x) },
  };
}

describeParity('Conv', [
  ...widths.map((bits) => convolved({ ...w4, bits }, [2, 4, 6, 5], [5, 4, 3, 3], { pads: [1, 1, 1, 1] })),
  convolved({ ...w4, symmetric: false, groupSize: 16 }, [2, 3, 7, 7], [18, 3, 3, 3], { strides: [2, 2] }),
  convolved({ ...w4, strategy: 'channel', bits: 8 }, [2, 6, 6, 6], [8, 3, 3, 3], { group: 2 }),
  convolved({ ...w4, strategy: 'channel', bits: 8 }, [2, 6, 7, 7], [6, 1, 3, 3], { group: 6, pads: [1, 1, 1, 1] }),
  convolved({ ...w4, strategy: 'tensor' }, [1, 8, 4, 4], [4, 8, 1, 1], {}),
  convolved({ ...w4, bits: 3 }, [2, 3, 11], [4, 3, 5], { dilations: [2] }),
]);

const w8: Format = { ...w4, bits: 8, strategy: 'channel' };

/** How activations are quantized before a product or a convolution. */
type Activations = 'dynamic' | 'i8' | 'u8';

function quantized(builder: GraphBuilder, x: string, how: Activations, axes: readonly number[]): string {
  if (how === 'dynamic') return addDynamicQuantization(builder, x, axes);
  const scale = builder.scalar(0.031);
  const zero = builder.constant(how, [], [how === 'u8' ? 117 : 0]);
  return builder.add('DequantizeLinear', [builder.add('QuantizeLinear', [x, scale, zero]), scale, zero]);
}

function integerProduct(how: Activations, format: Format, x: readonly number[], n: number): ParityCase {
  const builder = createBuilder();
  const k = x[x.length - 1];
  const w = packedParameter('w', [k, n], { ...format, orientation: 'columns' });
  const input = quantized(builder, builder.input('x', 'f32', x), how, [-1]);
  const y = builder.add('MatMul', [input, builder.parameter(w)]);
  const bias = builder.constant('f32', [n], tensor([n]).data as Float32Array);
  const graph = builder.build([builder.add('Relu', [builder.add('Add', [y, bias])])]);
  return { about: `${how} ${label(format)}, [${x}] to ${n}`, graph, inputs: { x: tensor(x) }, tolerance: 'w8a8' };
}

function integerConv(
  how: Activations,
  format: Format,
  x: readonly number[],
  w: readonly number[],
  attributes: Attributes,
): ParityCase {
  const builder = createBuilder();
  const axes = x.slice(1).map((_, i) => i + 1);
  const input = quantized(builder, builder.input('x', 'f32', x), how, axes);
  const bias = builder.constant('f32', [w[0]], tensor([w[0]]).data as Float32Array);
  const names = [input, builder.parameter(packedParameter('w', w, { ...format, orientation: 'rows' })), bias];
  const graph = builder.build([builder.add('Conv', names, attributes)]);
  const about = `${how} ${label(format)}, [${x}] [${w}] ${JSON.stringify(attributes)}`;
  return { about, graph, inputs: { x: tensor(x) }, tolerance: 'w8a8' };
}

const hows: readonly Activations[] = ['dynamic', 'i8', 'u8'];
const padded = { pads: [1, 1, 1, 1] };

const integerCases = [
  ...hows.map((how) => integerProduct(how, w8, [9, 40], 13)),
  ...hows.map((how) => integerProduct(how, { ...w8, strategy: 'group', groupSize: 16 }, [2, 5, 50], 20)),
  integerProduct('u8', { ...w8, strategy: 'tensor', scaleDType: 'f32' }, [3, 33], 5),
  ...hows.map((how) => integerConv(how, w8, [2, 5, 7, 6], [9, 5, 3, 3], padded)),
  integerConv('u8', { ...w8, strategy: 'tensor' }, [2, 6, 7, 6], [4, 3, 3, 3], { group: 2, ...padded }),
  integerConv('dynamic', w8, [2, 1, 9, 9], [3, 1, 5, 5], { strides: [2, 2] }),
  integerConv('i8', w8, [2, 4, 9], [4, 4, 3], { dilations: [2] }),
];

describeParity('integer activations', integerCases, { variants: ['integer_4x4'] });

describeParity('integer activations in the large tile', [integerCases[5]!, integerCases[9]!], {
  variants: ['integer_8x8'],
});

describeParity('integer activations without packed dot products', [integerCases[0]!, integerCases[8]!], {
  variants: ['integer_4x4'],
  restrict: (capabilities) => ({ ...capabilities, packedDot: false }),
});

/** What is not fused runs node by node: a row alone, a weight that is dense. */
describeParity('integer activations node by node', [
  integerProduct('dynamic', w8, [1, 40], 13),
  integerConv('u8', { ...w8, strategy: 'group', groupSize: 16 }, [1, 4, 5, 5], [3, 4, 3, 3], padded),
]);

/** A packed table looked up by rows, as embeddings are. */
function gathered(format: Format): ParityCase {
  const builder = createBuilder();
  const table = builder.parameter(packedParameter('table', [9, 70], { ...format, orientation: 'rows' }));
  const graph = builder.build([builder.add('Gather', [table, builder.input('i', 'i64', [2, 3])])]);
  return { about: label(format), graph, inputs: { i: tensorFrom('i64', [2, 3], [0, 8, 3, 3, -1, 5]) } };
}

describeParity('Gather', [
  ...widths.map((bits) => gathered({ ...w4, bits })),
  gathered({ ...w4, symmetric: false, strategy: 'channel' }),
]);
