/** Dynamic int8 layers with biases as large as their sums: the float form, the integer form and onnxruntime agree. */
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Executor } from '../../execution/executor.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { lowerDynamic } from '../../graph/passes/lowerDynamic.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { quantize } from './quantize.ts';

/** f32 products in another order; a tie that rounds the other way would show as 1/127 of a term, which none does here. */
const tolerance = 1e-4;

function values(shape: readonly number[], seed: number, scale = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: sizeOf(shape) }, () => scale * random.normal());
}

type Write = (builder: GraphBuilder, x: string) => string;
const weight = (b: GraphBuilder, shape: number[]) => b.constant('f32', shape, values(shape, 3));
const bias = (b: GraphBuilder, shape: number[]) => b.constant('f32', shape, values(shape, 4, 20));

test.each<[string, number[], Write]>([
  ['MatMul', [3, 8], (b, x) => b.add('MatMul', [x, weight(b, [8, 5])])],
  ['MatMul and Add', [3, 8], (b, x) => b.add('Add', [b.add('MatMul', [x, weight(b, [8, 5])]), bias(b, [5])])],
  ['MatMul of three dimensions', [2, 3, 8], (b, x) => b.add('MatMul', [x, weight(b, [8, 5])])],
  ['Gemm', [3, 8], (b, x) => b.add('Gemm', [x, weight(b, [5, 8]), bias(b, [5])], { transB: 1 })],
  [
    'Gemm with alpha and beta',
    [3, 8],
    (b, x) => b.add('Gemm', [x, weight(b, [8, 5]), bias(b, [5])], { alpha: 0.5, beta: 3 }),
  ],
  ['Conv', [3, 2, 6, 6], (b, x) => b.add('Conv', [x, weight(b, [4, 2, 3, 3]), bias(b, [4])], { pads: [1, 1, 1, 1] })],
  [
    'Conv by groups',
    [2, 4, 5, 5],
    (b, x) => b.add('Conv', [x, weight(b, [4, 2, 3, 3]), bias(b, [4])], { group: 2, strides: [2, 2] }),
  ],
])('%s', async (_, shape, write) => {
  const builder = createBuilder();
  const graph = builder.build([write(builder, builder.input('x', 'f32', shape))]);
  const { graph: quantized } = await quantize(graph, {
    weights: { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' },
    activations: { bits: 8, mode: 'dynamic' },
  });
  const lowered = await lowerDynamic(quantized);
  const operators = lowered.nodes.map((node) => (node.kind === 'operator' ? node.operator : node.type));
  expect(operators.some((name) => name === 'MatMulInteger' || name === 'ConvInteger')).toBe(true);
  const x = tensorFrom('f32', shape, values(shape, 5));
  const run = async (executor: Executor, own: Graph) => {
    const plan = await executor.compile(own, { shapes: { x: shape } });
    return Array.from(Object.values(await plan.run({ x }))[0].data, Number);
  };
  const expected = await run(createReferenceExecutor(), quantized);
  const judge = createOnnxExecutor({ threads: 1 });
  for (const given of [
    await run(createReferenceExecutor(), lowered),
    await run(judge, lowered),
    await run(judge, quantized),
  ])
    given.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(tolerance * (1 + Math.abs(expected[i])));
    });
});
