/** Networks while they learn: batch norms that move, Dropout that drops, smoothed labels; on reference and onnx alike. */
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import type { LearningStep } from './learningStep.ts';
import { learningStep } from './learningStep.ts';
import type { LabelOptions } from './objective.ts';
import { labelObjective } from './objective.ts';
import { withTrained } from './trainingStep.ts';

/** Decimals of a mean of losses read back as f32. */
const lossDigits = 5;

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** Relative to the largest state: five steps of f32 beside f64. */
const tolerance = 2e-4;
const samples = 8;

/** x [n, 2, 5, 5] -> conv, batch norm, ReLU -> 3 scores, with a Dropout that came with the file. */
function network(): Graph {
  const builder = createBuilder();
  const random = createRandom(4);
  const put = (name: string, shape: number[], of: () => number) =>
    builder.parameter(parameterFrom(name, tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, of))));
  const normal = () => 0.4 * random.normal();
  const x = builder.input('x', 'f32', ['n', 2, 5, 5]);
  const conv = builder.add('Conv', [x, put('conv', [4, 2, 3, 3], normal)], {});
  const norm = [
    put('gamma', [4], () => 1),
    put('beta', [4], () => 0),
    put('mean', [4], () => 0.1),
    put('variance', [4], () => 2),
  ];
  const relu = builder.add('Relu', [builder.add('BatchNormalization', [conv, ...norm], {}, 'norm')]);
  const flat = builder.add('Dropout', [builder.add('Flatten', [relu])], {}, 'drop');
  return builder.build([
    builder.add('Gemm', [flat, put('fc', [36, 3], normal), put('bias', [3], () => 0)], {}, 'scores'),
  ]);
}

function feedFor(step: LearningStep): Tensors {
  const random = createRandom(5);
  const settings = Object.values(step.settings).map(({ input, value }) => [input, tensorFrom('f32', [], [value])]);
  return {
    x: tensorFrom(
      'f32',
      [samples, 2, 5, 5],
      Array.from({ length: samples * 50 }, () => random.normal()),
    ),
    [step.labels ?? '']: tensorFrom(
      'i64',
      [samples],
      Array.from({ length: samples }, (_, i) => i % 3),
    ),
    [step.learningRate]: tensorFrom('f32', [], [0.01]),
    ...Object.fromEntries(settings),
  };
}

async function statesAfter(executor: Executor, options: LabelOptions, steps = 5) {
  const step = await learningStep(await labelObjective(network(), options), {
    optimizer: { kind: 'sgd', momentum: 0.9 },
  });
  const feed = feedFor(step);
  const shapes = Object.fromEntries(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(step.graph, { shapes });
  let history: number[] = [];
  for (let i = 0; i < steps; i++) history = Array.from((await plan.run(feed))[step.history].data, Number);
  return {
    states: await plan.readStates(),
    losses: Object.fromEntries(step.watched.map((name, i) => [name, history[i]])),
  };
}

test.each<[string, LabelOptions]>([
  ['as the file has it', {}],
  ['frozen norms', { batchNorm: 'frozen' }],
  ['smoothed labels', { labelSmoothing: 0.1 }],
  ['more Dropout', { dropout: { input: 0.2, hidden: 0.5 }, seed: 7 }],
])('reference and onnx agree: %s', async (_, options) => {
  const [exact, single] = [await statesAfter(reference, options), await statesAfter(onnx, options)];
  expect(Object.keys(single.states)).toEqual(Object.keys(exact.states));
  for (const [name, { data }] of Object.entries(exact.states)) {
    const [got, want] = [Array.from(single.states[name].data, Number), Array.from(data, Number)];
    const largest = Math.max(1e-3, ...want.map(Math.abs));
    const error = Math.max(...got.map((value, i) => Math.abs(value - want[i])));
    expect(error / largest, name).toBeLessThan(tolerance);
  }
});

test('running moments move towards those of the batch and go back into the model', async () => {
  const { states } = await statesAfter(reference, {}, 1);
  const trained = withTrained(network(), states);
  const { storage } = trained.parameters.get('variance')!;
  const [first] = storage.kind === 'dense' ? await storage.load() : [2];
  expect(first).not.toBe(2);
  expect([...trained.parameters.keys()]).toEqual([...network().parameters.keys()]);
  const frozen = await statesAfter(reference, { batchNorm: 'frozen' }, 1);
  expect('variance' in frozen.states).toBe(false);
});

test('another seed drops others, the same seed the same', async () => {
  const run = (seed: number) => statesAfter(reference, { seed }, 2);
  const [a, b, c] = [await run(1), await run(1), await run(2)];
  expect(a.states.fc).toEqual(b.states.fc);
  expect(a.states.fc).not.toEqual(c.states.fc);
});

test('smoothed labels cost (1 - s) of the label and s of all classes alike', async () => {
  const plain = await statesAfter(reference, { batchNorm: 'frozen', seed: 3 }, 1);
  const even = await statesAfter(reference, { batchNorm: 'frozen', seed: 3, labelSmoothing: 1 }, 1);
  const mixed = await statesAfter(reference, { batchNorm: 'frozen', seed: 3, labelSmoothing: 0.25 }, 1);
  expect(mixed.losses.task).toBeCloseTo(0.75 * plain.losses.task + 0.25 * even.losses.task, lossDigits);
});
