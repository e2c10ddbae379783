/** Convolutions and pools on WebGPU against the reference: ranks, groups, strides, dilations, pads, odd sizes. */
import { createRandom } from '../../../core/random.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { encodeNumbers, tensorFrom } from '../../../tensor/tensor.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(12);

const tensor = (shape: readonly number[]): Tensor =>
  tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, random.normal));

function convolved(
  operator: OperatorName,
  x: readonly number[],
  w: readonly number[],
  attributes: Attributes = {},
  bias?: number,
): ParityCase {
  const builder = createBuilder();
  const names = [builder.input('x', 'f32', x), builder.parameter(parameterFrom('w', tensor(w)))];
  if (bias) names.push(builder.parameter(parameterFrom('b', tensor([bias]))));
  const graph = builder.build([builder.add(operator, names, attributes)]);
  return { about: `${operator} ${label(x, w)} ${JSON.stringify(attributes)}`, graph, inputs: { x: tensor(x) } };
}

const label = (...shapes: readonly (readonly number[])[]) => shapes.map((shape) => `[${shape}]`).join(' ');

const plain = [
  convolved('Conv', [2, 3, 9, 7], [5, 3, 3, 3], {}, 5),
  convolved('Conv', [2, 4, 8, 8], [17, 4, 3, 3], { pads: [1, 1, 1, 1] }, 17),
];

describeParity('Conv in every body', plain, { variants: ['4x4.8x4', '8x8.8x4', '16x8.8x4', '16x16.8x4'] });

describeParity('Conv', [
  convolved('Conv', [1, 1, 1, 1], [1, 1, 1, 1]),
  convolved('Conv', [3, 1, 28, 28], [6, 1, 5, 5], { pads: [2, 2, 2, 2] }, 6),
  convolved('Conv', [2, 3, 11, 10], [4, 3, 3, 2], { strides: [2, 3], pads: [1, 0, 2, 1] }),
  convolved('Conv', [2, 3, 13, 12], [4, 3, 3, 3], { dilations: [2, 3], auto_pad: 'SAME_LOWER' }),
  convolved('Conv', [2, 6, 7, 7], [8, 3, 3, 3], { group: 2, pads: [0, 1, 1, 0] }, 8),
  convolved('Conv', [2, 5, 9, 9], [5, 1, 3, 3], { group: 5, pads: [1, 1, 1, 1] }, 5),
  convolved('Conv', [2, 4, 9, 9], [8, 1, 3, 3], { group: 4, strides: [2, 2] }),
  convolved('Conv', [2, 8, 6, 6], [12, 8, 1, 1], {}, 12),
  convolved('Conv', [2, 8, 5, 5], [12, 8, 1, 1], { strides: [2, 2] }, 12),
  convolved('Conv', [2, 3, 17], [4, 3, 5], { strides: [2], pads: [2, 1] }, 4),
  convolved('Conv', [1, 2, 5, 6, 4], [3, 2, 3, 2, 3], { pads: [1, 0, 1, 1, 1, 0] }, 3),
]);

describeParity('ConvTranspose', [
  convolved('ConvTranspose', [2, 3, 5, 4], [3, 4, 3, 3], {}, 4),
  convolved('ConvTranspose', [2, 3, 5, 4], [3, 4, 3, 3], { strides: [2, 3], pads: [1, 0, 1, 2] }, 4),
  convolved('ConvTranspose', [1, 4, 5, 5], [4, 3, 3, 2], { group: 2, strides: [3, 2], output_padding: [2, 1] }),
  convolved('ConvTranspose', [1, 2, 6, 5], [2, 3, 3, 3], { dilations: [2, 2], strides: [2, 1], pads: [2, 1, 1, 2] }),
  convolved('ConvTranspose', [1, 2, 4, 4], [2, 2, 1, 1], { strides: [2, 2] }, 2),
  convolved('ConvTranspose', [1, 2, 5, 5], [2, 2, 3, 3], { strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  convolved('ConvTranspose', [1, 2, 7], [2, 3, 4], { strides: [2], pads: [1, 1] }),
]);

/** dW of a Conv; X and dY are inputs. */
function weightGradient(x: readonly number[], dy: readonly number[], attributes: Attributes): ParityCase {
  const builder = createBuilder();
  const names = [builder.input('dy', 'f32', dy), builder.input('x', 'f32', x)];
  const graph = builder.build([builder.add('ConvWeightGradient', names, attributes)]);
  const about = `ConvWeightGradient ${label(dy, x)} ${JSON.stringify(attributes)}`;
  return { about, graph, inputs: { dy: tensor(dy), x: tensor(x) } };
}

describeParity('ConvWeightGradient', [
  weightGradient([1, 1, 3, 3], [1, 1, 2, 2], { kernel_shape: [2, 2] }),
  weightGradient([5, 3, 8, 7], [5, 6, 6, 5], { kernel_shape: [3, 3] }),
  weightGradient([3, 4, 9, 9], [3, 6, 5, 5], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], group: 2 }),
  weightGradient([7, 2, 10, 10], [7, 3, 6, 8], { kernel_shape: [3, 2], dilations: [2, 2] }),
  weightGradient([2, 3, 11], [2, 4, 5], { kernel_shape: [3], strides: [2] }),
]);

/** A 16-bit weight, read through unpack2x16float. */
function halfConv(): ParityCase {
  const builder = createBuilder();
  const shape = [6, 4, 3, 3];
  const data = encodeNumbers('f16', tensor(shape).data as Float32Array);
  const storage = { kind: 'dense' as const, dtype: 'f16' as const, load: async () => data };
  const x = builder.input('x', 'f32', [2, 4, 6, 6]);
  const w = builder.parameter({ name: 'w', dtype: 'f32', shape, storage });
  return {
    about: '16-bit weights',
    graph: builder.build([builder.add('Conv', [x, w])]),
    inputs: { x: tensor([2, 4, 6, 6]) },
  };
}

/** Fused bias and Relu, by the chain after the node. */
function fusedConv(): ParityCase {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [2, 4, 6, 6]);
  const w = builder.parameter(parameterFrom('w', tensor([6, 4, 3, 3])));
  const scale = builder.parameter(parameterFrom('s', tensor([6, 1, 1])));
  const y = builder.add('Conv', [x, w], { pads: [1, 1, 1, 1] });
  const graph = builder.build([builder.add('Relu', [builder.add('Mul', [y, scale])])]);
  return { about: 'fused scale and Relu', graph, inputs: { x: tensor([2, 4, 6, 6]) } };
}

describeParity('storage and fusing', [halfConv(), fusedConv()]);

function pooled(
  operator: OperatorName,
  x: readonly number[],
  attributes: Attributes = {},
  outputs = 1,
  after: (builder: GraphBuilder, names: string[]) => string[] = (_, names) => names,
): ParityCase {
  const builder = createBuilder();
  const names = builder.addMany(operator, [builder.input('x', 'f32', x)], outputs, attributes);
  const graph = builder.build(after(builder, names));
  return { about: `${operator} ${label(x)} ${JSON.stringify(attributes)}`, graph, inputs: { x: tensor(x) } };
}

/** The gradient of a pool in its own output, so that windows overlap and padding is met. */
const maxGradient =
  (shape: readonly number[]) =>
  (builder: GraphBuilder, [y, indices]: string[]) => [
    builder.add('MaxPoolGradient', [y, indices, builder.ints(shape)]),
  ];
const averageGradient =
  (shape: readonly number[], attributes: Attributes) =>
  (builder: GraphBuilder, [y]: string[]) => [builder.add('AveragePoolGradient', [y, builder.ints(shape)], attributes)];

const overlapping = { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1] };
const excluded = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 };
const included = { ...excluded, count_include_pad: 1 };

describeParity('pools', [
  pooled('MaxPool', [2, 3, 7, 6], { kernel_shape: [2, 2], strides: [2, 2] }),
  pooled('MaxPool', [2, 3, 7, 6], { ...overlapping, dilations: [2, 2] }, 2),
  pooled('MaxPool', [2, 3, 7, 6], { ...excluded, storage_order: 1 }, 2),
  pooled('MaxPool', [1, 2, 9], { kernel_shape: [4], strides: [3] }, 2),
  pooled('MaxPool', [2, 3, 7, 6], overlapping, 2, maxGradient([2, 3, 7, 6])),
  pooled('AveragePool', [2, 3, 7, 6], excluded),
  pooled('AveragePool', [2, 3, 7, 6], included),
  pooled('AveragePool', [1, 2, 5, 4, 6], { kernel_shape: [2, 3, 2], auto_pad: 'SAME_UPPER' }),
  pooled('AveragePool', [2, 3, 7, 6], excluded, 1, averageGradient([2, 3, 7, 6], excluded)),
  pooled('AveragePool', [2, 3, 7, 6], included, 1, averageGradient([2, 3, 7, 6], included)),
  pooled('GlobalAveragePool', [3, 5, 7, 9]),
  pooled('GlobalMaxPool', [3, 17, 2, 3]),
]);

describeParity(
  'pools with many lanes',
  [pooled('GlobalAveragePool', [3, 5, 7, 11]), pooled('GlobalMaxPool', [1, 2, 3])],
  {
    restrict: (capabilities) => ({ ...capabilities, software: false }),
  },
);

/** Indices that are an input: nothing is known of the windows, so the gradient is scattered. */
function scattered(): ParityCase {
  const builder = createBuilder();
  const names = [builder.input('dy', 'f32', [1, 2, 2, 2]), builder.input('indices', 'i64', [1, 2, 2, 2])];
  const graph = builder.build([builder.add('MaxPoolGradient', [...names, builder.ints([1, 2, 3, 3])])]);
  const indices = tensorFrom('i64', [1, 2, 2, 2], [4, 4, 4, 8, 9, 10, 17, -1]);
  return { about: 'MaxPoolGradient of given indices', graph, inputs: { dy: tensor([1, 2, 2, 2]), indices } };
}

describeParity('scattering', [scattered()]);
