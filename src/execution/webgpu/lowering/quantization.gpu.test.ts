/** Packed weights on WebGPU against the reference: every width, symmetric or not, every strategy, one row and many. */
import { createRandom } from '../../../core/random.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes, PackedStorage } from '../../../graph/graph.ts';
import type { PackedBits, PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { packCodes, roundScale, scaleCount, symmetricZero } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(13);

const tensor = (shape: readonly number[]): Tensor =>
  tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, random.normal));

type Format = Pick<PackedLayout, 'bits' | 'strategy' | 'groupSize' | 'symmetric' | 'scaleDType'>;

const w4: Format = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, scaleDType: 'f16' };

/** Random codes; the scale of the first group is tiny, as it is for a group of zeros. */
function matrix(format: Format, rows: number, columns: number): PackedMatrix {
  const layout: PackedLayout = { ...format, rows, columns };
  if (layout.strategy !== 'group') Object.assign(layout, { groupSize: columns });
  const { bits, symmetric, scaleDType } = layout;
  const codes = Uint8Array.from({ length: rows * columns }, () => random.integer(2 ** bits));
  const scales = Float32Array.from({ length: scaleCount(layout) }, (_, i) =>
    roundScale(i === 0 ? 0 : 0.01 + random.uniform() / 8, scaleDType),
  );
  if (symmetric) return { layout, codes: packCodes(bits, rows, columns, codes, symmetricZero(bits)), scales };
  const zeroPoints = Uint8Array.from(scales, () => random.integer(2 ** bits));
  return { layout, codes: packCodes(bits, rows, columns, codes, 0), scales, zeroPoints };
}

const storageOf = (packed: PackedMatrix, orientation: PackedStorage['orientation']): PackedStorage => ({
  kind: 'packed',
  layout: packed.layout,
  orientation,
  load: async () => packed,
});

const label = ({ bits, strategy, groupSize, symmetric, scaleDType }: Format) =>
  `w${bits} ${strategy === 'group' ? `group ${groupSize}` : strategy}${symmetric ? '' : ' asymmetric'} ${scaleDType}`;

/** x times packed weights: MatMul over columns, or Gemm over rows with a bias. */
function product(format: Format, x: readonly number[], n: number, operator: 'MatMul' | 'Gemm' = 'MatMul'): ParityCase {
  const builder = createBuilder();
  const k = x[x.length - 1];
  const orientation = operator === 'Gemm' ? 'rows' : 'columns';
  const storage = storageOf(matrix(format, n, k), orientation);
  const w = { name: 'w', dtype: 'f32' as const, shape: operator === 'Gemm' ? [n, k] : [k, n], storage };
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
  const storage = storageOf(matrix(format, w[0], sizeOf(w.slice(1))), 'rows');
  const names = [builder.input('x', 'f32', x), builder.parameter({ name: 'w', dtype: 'f32', shape: w, storage })];
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

/** A packed table looked up by rows, as embeddings are. */
function gathered(format: Format): ParityCase {
  const builder = createBuilder();
  const storage = storageOf(matrix(format, 9, 70), 'rows');
  const table = builder.parameter({ name: 'table', dtype: 'f32', shape: [9, 70], storage });
  const graph = builder.build([builder.add('Gather', [table, builder.input('i', 'i64', [2, 3])])]);
  return { about: label(format), graph, inputs: { i: tensorFrom('i64', [2, 3], [0, 8, 3, 3, -1, 5]) } };
}

describeParity('Gather', [
  ...widths.map((bits) => gathered({ ...w4, bits })),
  gathered({ ...w4, symmetric: false, strategy: 'channel' }),
]);
