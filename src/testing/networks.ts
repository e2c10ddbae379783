/** Tiny networks for tests of training: odd sizes, every kind of gradient that a classifier of images needs. */
import { createRandom } from '../core/random.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import { tensorFrom } from '../tensor/tensor.ts';

/** x [N, 11] -> 7 -> 5 scores, as Gemm with its bias. */
export function tinyMlp(): Graph {
  const { builder, weight } = start(1);
  const x = builder.input('x', 'f32', ['N', 11]);
  const hidden = builder.add('Gemm', [x, weight('w1', [11, 7]), weight('b1', [7])]);
  return builder.build([builder.add('Gemm', [builder.add('Relu', [hidden]), weight('w2', [7, 5]), weight('b2', [5])])]);
}

/** The same layers as MatMul and Add, whose gradients are made of transposes. */
export function tinyMatMulMlp(): Graph {
  const { builder, weight } = start(1);
  const x = builder.input('x', 'f32', ['N', 11]);
  const hidden = builder.add('Add', [builder.add('MatMul', [x, weight('w1', [11, 7])]), weight('b1', [7])]);
  const scores = builder.add('MatMul', [builder.add('Relu', [hidden]), weight('w2', [7, 5])]);
  return builder.build([builder.add('Add', [scores, weight('b2', [5])])]);
}

/** x u8 [N, 1, 9, 9], scaled, two convolutions with pools of both kinds, one of them strided, then 3 scores. */
export function tinyCnn(): Graph {
  const { builder, weight } = start(2);
  const x = builder.input('x', 'u8', ['N', 1, 9, 9]);
  const scaled = builder.add('Mul', [builder.add('Cast', [x], { to: 'f32' }), builder.scalar(1 / 255)]);
  const first = builder.add('Conv', [scaled, weight('conv1', [4, 1, 3, 3]), weight('bias1', [4])], {
    pads: [1, 1, 1, 1],
  });
  const pooled = builder.add('MaxPool', [builder.add('Relu', [first])], { kernel_shape: [2, 2], strides: [2, 2] });
  const second = builder.add('Conv', [pooled, weight('conv2', [6, 4, 2, 2])], { strides: [2, 2], pads: [1, 1, 1, 1] });
  const means = builder.add('AveragePool', [builder.add('Relu', [second])], { kernel_shape: [2, 2] });
  const flat = builder.add('Flatten', [means]);
  return builder.build([builder.add('Gemm', [flat, weight('fc', [3, 24]), weight('bias3', [3])], { transB: 1 })]);
}

// ---------------------------------------------------------------------------------------------

/** Vectors start at zero, the rest as He et al., 2015, arXiv:1502.01852, propose. */
function start(seed: number) {
  const builder = createBuilder();
  const random = createRandom(seed);
  const weight = (name: string, shape: readonly number[]): string => {
    const inputs = name.startsWith('conv') ? sizeOf(shape.slice(1)) : shape[0];
    const spread = shape.length === 1 ? 0 : Math.sqrt(2 / inputs);
    const values = Array.from({ length: sizeOf(shape) }, () => spread * random.normal());
    return builder.parameter(parameterFrom(name, tensorFrom('f32', shape, values)));
  };
  return { builder, weight };
}
