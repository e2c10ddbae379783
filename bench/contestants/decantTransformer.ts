/** The transformer's training step as Decant's graph: tokens are gathered, attention is plain operators. */
import type { GraphBuilder } from '../../src/graph/builder.ts';
import { createBuilder } from '../../src/graph/builder.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { parameterFrom } from '../../src/graph/graph.ts';
import { createTensor, tensorFrom } from '../../src/tensor/tensor.ts';
import { trainingStep } from '../../src/training/trainingStep.ts';
import { adam } from '../workloads/adam.ts';
import type { TransformerSize, TransformerTraining, Weight } from '../workloads/transformer.ts';
import type { FedStep } from './decantGraphs.ts';
import { adamOptimizer } from './decantGraphs.ts';

export async function transformerStep({ size, weights, tokens, labels }: TransformerTraining): Promise<FedStep> {
  const step = await trainingStep(transformerGraph(size, weights), {
    optimizer: adamOptimizer,
    trainable: weights.map(({ name }) => name),
  });
  return {
    graph: step.graph,
    batch: {
      tokens: tensorFrom('i64', [size.batch, size.length], tokens),
      [step.labels]: tensorFrom('i64', [size.batch * size.length], labels),
    },
    settings: { [step.learningRate]: tensorFrom('f32', [], [adam.learningRate]) },
  };
}

/** From tokens, i64 [batch, length], to scores, f32 [batch * length, vocabulary]. */
export function transformerGraph(size: TransformerSize, weights: readonly Weight[]): Graph {
  const { batch, length, width, layers } = size;
  const builder = createBuilder();
  const names = weights.map(({ name, shape, values }) =>
    builder.parameter(parameterFrom(name, createTensor('f32', [...shape], values))),
  );
  const [embedding, positions] = names;
  const tokens = builder.input('tokens', 'i64', [batch, length]);
  const embedded = builder.add('Add', [builder.add('Gather', [embedding, tokens]), positions]);
  let x = builder.add('Reshape', [embedded, builder.ints([batch * length, width])]);
  for (let layer = 0; layer < layers; layer++) {
    const own = names.slice(2 + layer * 12, 2 + (layer + 1) * 12);
    x = builder.add('Add', [x, attention(builder, x, own.slice(0, 6), size)], {}, `attended${layer}`);
    x = builder.add('Add', [x, feedForward(builder, x, own.slice(6))], {}, `fed${layer}`);
  }
  const [scale, shift, head] = names.slice(-3);
  const last = builder.add('LayerNormalization', [x, scale, shift]);
  return builder.build([builder.add('MatMul', [last, head], {}, 'scores')], 'transformer');
}

// ---------------------------------------------------------------------------------------------

function attention(builder: GraphBuilder, x: string, weights: readonly string[], size: TransformerSize): string {
  const { batch, length, width, heads } = size;
  const [scale, shift, qkv, qkvBias, mix, mixBias] = weights;
  const unit = builder.add('LayerNormalization', [x, scale, shift]);
  const parts = builder.addMany('Split', [builder.add('Gemm', [unit, qkv, qkvBias])], 3, { axis: -1, num_outputs: 3 });
  const shape = builder.ints([batch, length, heads, width / heads]);
  const [q, k, v] = parts.map((part) => builder.add('Reshape', [part, shape]));
  const perHead = (value: string, perm: readonly number[]) => builder.add('Transpose', [value], { perm });
  const scores = builder.add('MatMul', [perHead(q, [0, 2, 1, 3]), perHead(k, [0, 2, 3, 1])]);
  const scaled = builder.add('Mul', [scores, builder.scalar(1 / Math.sqrt(width / heads))]);
  const shares = builder.add('Softmax', [builder.add('Add', [scaled, causalMask(builder, length)])]);
  const mixed = perHead(builder.add('MatMul', [shares, perHead(v, [0, 2, 1, 3])]), [0, 2, 1, 3]);
  return builder.add('Gemm', [builder.add('Reshape', [mixed, builder.ints([batch * length, width])]), mix, mixBias]);
}

/** Added to scores: no position looks ahead. */
const causalMask = (builder: GraphBuilder, length: number): string =>
  builder.constant(
    'f32',
    [length, length],
    Float32Array.from({ length: length * length }, (_, at) => (at % length > Math.floor(at / length) ? -1e9 : 0)),
  );

function feedForward(builder: GraphBuilder, x: string, weights: readonly string[]): string {
  const [scale, shift, up, upBias, down, downBias] = weights;
  const unit = builder.add('LayerNormalization', [x, scale, shift]);
  const wide = builder.add('Relu', [builder.add('Gemm', [unit, up, upBias])]);
  return builder.add('Gemm', [wide, down, downBias]);
}
