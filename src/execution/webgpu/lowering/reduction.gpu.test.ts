/** Variants of row kernels that a heuristic may pass over, on shapes around their tiles. */
import { createRandom } from '../../../core/random.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Attributes } from '../../../graph/graph.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(5);

function parity(
  operator: OperatorName,
  shape: readonly number[],
  attributes: Attributes = {},
  more: (builder: GraphBuilder) => string[] = () => [],
  outputs = 1,
): ParityCase {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', shape);
  const made = builder.addMany(operator, [x, ...more(builder)], outputs, attributes);
  const values = Array.from({ length: sizeOf(shape) }, () => random.normal());
  const about = `${operator} [${shape}] ${JSON.stringify(attributes)}`;
  return { about, graph: builder.build(made), inputs: { x: tensorFrom('f32', shape, values) } };
}

const axes =
  (...list: number[]) =>
  (builder: GraphBuilder) => [builder.ints(list)];
const vector = (length: number) => (builder: GraphBuilder) => [
  builder.constant(
    'f32',
    [length],
    Array.from({ length }, () => random.normal()),
  ),
];

describeParity(
  'reductions by workgroups and in two steps',
  [
    parity('ReduceSum', [3, 4100]),
    parity('ReduceMean', [129, 3, 65], {}, axes(0, 2)),
    parity('ReduceMax', [4096, 2], {}, axes(0)),
    parity('ReduceL2', [2, 64, 3, 64], { keepdims: 0 }, axes(1, 3)),
    parity('ReduceMean', [1, 40000]),
    parity('ReduceProd', [5, 1]),
  ],
  { variants: ['reduce_group', 'reduce_twice'] },
);

const rowsOf = (rows: number, length: number) => (builder: GraphBuilder) => [
  builder.constant(
    'f32',
    [rows, length],
    Array.from({ length: rows * length }, () => random.normal()),
  ),
];

describeParity(
  'rows by workgroups',
  [
    parity('Softmax', [3, 257]),
    parity('LogSoftmax', [2, 129, 3], { axis: 1 }),
    parity('ArgMax', [3, 300], { axis: 1 }),
    parity('ArgMin', [2, 129, 3], { axis: 1, keepdims: 0 }),
    parity('LayerNormalization', [3, 257], {}, vector(257)),
    parity('RMSNormalization', [5, 65], {}, vector(65)),
    parity('TopK', [3, 260], {}, axes(7), 2),
    parity('SoftmaxGradient', [3, 257], {}, rowsOf(3, 257)),
    parity('SoftmaxGradient', [2, 69], { axis: 0 }, rowsOf(2, 69)),
  ],
  { variants: ['softmax_group', 'top_k', 'normalize_group', 'softmax_back_group'] },
);

const rowsAndScale = (rows: number, length: number) => (builder: GraphBuilder) => [
  ...rowsOf(rows, length)(builder),
  ...vector(length)(builder),
];

describeParity(
  'gradients of normalizations by workgroups',
  [
    parity('LayerNormalizationGradient', [37, 68], {}, rowsAndScale(37, 68), 3),
    parity('LayerNormalizationGradient', [3, 257], {}, rowsAndScale(3, 257), 3),
    parity('RMSNormalizationGradient', [17, 65], {}, rowsAndScale(17, 65), 2),
  ],
  { variants: ['normalize_back_group', 'normalize_back_columns.16'] },
);

/** The gradient that joins a residual branch: the sum is the epilogue. */
function besideResidual(rows: number, length: number): ParityCase {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [rows, length]);
  const [back, scale] = builder.addMany(
    'LayerNormalizationGradient',
    [x, ...rowsAndScale(rows, length)(builder)],
    2,
    {},
  );
  const values = Array.from({ length: rows * length }, () => random.normal());
  const graph = builder.build([builder.add('Add', [builder.add('Mul', [back!, builder.scalar(2)]), x]), scale!]);
  return {
    about: `beside a residual [${rows},${length}]`,
    graph,
    inputs: { x: tensorFrom('f32', [rows, length], values) },
  };
}

describeParity('gradients of normalizations with a chain', [besideResidual(5, 12), besideResidual(3, 7)], {
  variants: ['normalize_back_group'],
});

describeParity(
  'softened scores by workgroups',
  [
    parity(
      'SoftCrossEntropy',
      [5, 131],
      {},
      (builder) => [...rowsAndScale(5, 131)(builder).slice(0, 1), builder.scalar(3)],
      2,
    ),
    parity(
      'SoftCrossEntropy',
      [3, 7],
      {},
      (builder) => [...rowsAndScale(3, 7)(builder).slice(0, 1), builder.scalar(1)],
      2,
    ),
  ],
  { variants: ['soft_cross_entropy_group'] },
);

/** The norm over tensors that are computed, so that they can lie end to end, with odd ends between them. */
function normOf(shapes: readonly (readonly number[])[]): ParityCase {
  const builder = createBuilder();
  const inputs = shapes.map((shape, i) => builder.input(`x${i}`, 'f32', shape));
  const made = inputs.map((x) => builder.add('Neg', [x]));
  const graph = builder.build(builder.addMany('GlobalNorm', made, 2, { most: 1 }));
  const values = shapes.map((shape, i) => {
    const data = Array.from({ length: sizeOf(shape) }, () => random.normal());
    return [`x${i}`, tensorFrom('f32', shape, data)] as const;
  });
  return { about: `GlobalNorm of ${shapes.join(' and ')}`, graph, inputs: Object.fromEntries(values) };
}

describeParity('norms over many tensors', [normOf([[33, 67], [5], [1030]]), normOf([[3], [7, 2]])], {
  variants: ['square_sums.64'],
});
