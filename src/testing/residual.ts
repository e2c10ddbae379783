/** A tiny residual network with batch norms, a depthwise convolution and pooling: every rule of channel groups once. */
import { createRandom } from '../core/random.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import { tensorFrom } from '../tensor/tensor.ts';

/** x [N, 3, 8, 8] -> stem, `blocks` residual blocks of 6 channels, a depthwise layer, flatten, 5 hidden, 4 scores. */
export function residualNetwork(blocks = 2): Graph {
  const builder = createBuilder();
  const random = createRandom(6);
  const put = (name: string, shape: number[], of: () => number) =>
    builder.parameter(parameterFrom(name, tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, of))));
  const weight = (name: string, shape: number[]) =>
    put(name, shape, () => Math.sqrt(2 / sizeOf(shape.slice(1))) * random.normal());
  const conv = (x: string, name: string, shape: number[], group = 1) =>
    builder.add(
      'Conv',
      [x, weight(`${name}.weight`, shape)],
      { pads: [1, 1, 1, 1], ...(group > 1 ? { group } : {}) },
      name,
    );
  const norm = (x: string, name: string, channels: number) => {
    const values = [
      () => 1 + 0.1 * random.normal(),
      () => 0.1 * random.normal(),
      () => 0.1 * random.normal(),
      () => 1 + random.uniform(),
    ];
    const names = ['scale', 'shift', 'mean', 'variance'].map((part, i) =>
      put(`${name}.${part}`, [channels], values[i]),
    );
    return builder.add('BatchNormalization', [x, ...names], {}, name);
  };
  const relu = (x: string, name: string) => builder.add('Relu', [x], {}, name);
  let x = relu(
    norm(conv(builder.input('x', 'f32', ['N', 3, 8, 8]), 'stem', [6, 3, 3, 3]), 'stem.norm', 6),
    'stem.relu',
  );
  for (let i = 1; i <= blocks; i++) {
    const inner = relu(norm(conv(x, `block${i}.a`, [8, 6, 3, 3]), `block${i}.norm`, 8), `block${i}.relu`);
    x = relu(builder.add('Add', [conv(inner, `block${i}.b`, [6, 8, 3, 3]), x], {}, `block${i}.sum`), `block${i}.out`);
  }
  const depthwise = relu(conv(x, 'depthwise', [6, 1, 3, 3], 6), 'depthwise.relu');
  const pooled = builder.add('MaxPool', [depthwise], { kernel_shape: [4, 4], strides: [4, 4] }, 'pool');
  const flat = builder.add('Reshape', [pooled, builder.constant('i64', [2], [-1, 24])], {}, 'flat');
  const hidden = relu(
    builder.add('Gemm', [flat, weight('fc.weight', [5, 24]), put('fc.bias', [5], () => 0.1)], { transB: 1 }, 'fc'),
    'fc.relu',
  );
  const scores = builder.add('MatMul', [hidden, weight('head.weight', [5, 4])], {}, 'head');
  return builder.build([builder.add('Add', [scores, put('head.bias', [4], () => 0.2)], {}, 'scores')], 'residual');
}
