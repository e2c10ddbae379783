/** A training step gives the same losses on the reference, on onnxruntime and in a loop written by hand. */
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import type { Graph } from '../graph/graph.ts';
import { loadParameter } from '../graph/parameterData.ts';
import { createTensor, tensorFrom } from '../tensor/tensor.ts';
import { adamByHand } from '../testing/adamByHand.ts';
import { tinyCnn, tinyMatMulMlp, tinyMlp } from '../testing/networks.ts';

import type { Optimizer } from './optimizers.ts';
import { trainableParameters } from './trainable.ts';
import type { TrainingStep } from './trainingStep.ts';
import { trainingStep, withTrained } from './trainingStep.ts';

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** Relative, over ten steps: f32 sums of a few dozen products beside f64 ones, fed back through the weights. */
const lossTolerance = 2e-5;
/** The reference starts from the same f32 weights and differs from the loop by hand in nothing but order of sums. */
const exactTolerance = 1e-9;

const samples = 6;
const steps = 10;

function mlpFeed(step: TrainingStep): Tensors {
  const random = createRandom(5);
  const x = Float32Array.from({ length: samples * 11 }, () => random.normal());
  return { x: createTensor('f32', [samples, 11], x), ...targets(step, 5) };
}

function cnnFeed(step: TrainingStep): Tensors {
  const random = createRandom(6);
  const x = Uint8Array.from({ length: samples * 81 }, () => random.integer(256));
  return { x: createTensor('u8', [samples, 1, 9, 9], x), ...targets(step, 3) };
}

function targets(step: TrainingStep, classes: number): Tensors {
  const labels = BigInt64Array.from({ length: samples }, (_, i) => BigInt(i % classes));
  return {
    [step.labels]: createTensor('i64', [samples], labels),
    [step.learningRate]: tensorFrom('f32', [], [0.02]),
  };
}

async function runSteps(executor: Executor, step: TrainingStep, feed: Tensors) {
  const shapes = Object.fromEntries(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(step.graph, { shapes });
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push(Number((await plan.run(feed))[step.loss].data[0]));
  return { losses, states: await plan.readStates() };
}

const largestError = (got: ArrayLike<number>, want: ArrayLike<number>): number =>
  Array.from(got, (x, i) => Math.abs(x - want[i]) / Math.abs(want[i])).reduce((a, b) => Math.max(a, b));

const optimizers: readonly (readonly [string, Optimizer])[] = [
  ['AdamW', { kind: 'adamw', weightDecay: 0.01 }],
  ['SGD with momentum', { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 }],
];

describe.each(optimizers)('%s', (_, optimizer) => {
  test.each([
    ['an MLP', tinyMlp, mlpFeed],
    ['an MLP of MatMul and Add', tinyMatMulMlp, mlpFeed],
    ['a CNN', tinyCnn, cnnFeed],
  ] as const)('%s: reference and onnx agree', async (_name, network, feedOf) => {
    const step = await trainingStep(network(), { optimizer });
    const feed = feedOf(step);
    const [exact, single] = [await runSteps(reference, step, feed), await runSteps(onnx, step, feed)];
    expect(largestError(single.losses, exact.losses)).toBeLessThan(lossTolerance);
    expect(exact.losses[steps - 1]).toBeLessThan(0.9 * exact.losses[0]);
  });
});

test('Adam on an MLP is what a loop written by hand computes', async () => {
  const network = tinyMlp();
  const step = await trainingStep(network, { optimizer: { kind: 'adamw' } });
  const feed = mlpFeed(step);
  const weights = await Promise.all([...network.parameters.values()].map(loadParameter));
  const byHand = adamByHand(
    weights,
    feed.x,
    Array.from({ length: samples }, (_, i) => i % 5),
    {
      steps,
      learningRate: Math.fround(0.02),
    },
  );
  const exact = await runSteps(reference, step, feed);
  expect(largestError(exact.losses, byHand.map(Math.fround))).toBeLessThan(exactTolerance);
});

test('transposes of MatMul gradients are folded into Gemm', async () => {
  const step = await trainingStep(tinyMatMulMlp(), { optimizer: { kind: 'sgd' } });
  expect(step.graph.nodes.some((node) => node.kind === 'operator' && node.operator === 'Transpose')).toBe(false);
});

test('trained weights go back into the model', async () => {
  const network = tinyMlp();
  const step = await trainingStep(network, { optimizer: { kind: 'adamw' } });
  const { states } = await runSteps(onnx, step, mlpFeed(step));
  const trained = withTrained(network, states);
  const [before, after] = await Promise.all([network, trained].map(weightsOf));
  expect(after).not.toEqual(before);
  expect(after).toEqual(states.w1.data);
  expect([...trained.parameters.keys()]).toEqual([...network.parameters.keys()]);
});

test('scaling is not trained, every weight and bias is', () => {
  expect(trainableParameters(tinyCnn())).toEqual(['conv1', 'bias1', 'conv2', 'fc', 'bias3']);
  expect(trainableParameters(tinyMatMulMlp())).toEqual(['w1', 'b1', 'w2', 'b2']);
});

test('what cannot be trained is named', async () => {
  const optimizer: Optimizer = { kind: 'sgd' };
  await expect(trainingStep(tinyMlp(), { optimizer, trainable: ['w9'] })).rejects.toThrow('no parameter "w9" to train');
  const network = tinyMlp();
  const frozen: Graph = { ...network, parameters: new Map(), nodes: [], outputs: ['x'] };
  await expect(trainingStep(frozen, { optimizer })).rejects.toThrow('has no weights to train');
});

const weightsOf = async (graph: Graph) => {
  const parameter = graph.parameters.get('w1');
  return parameter && (await loadParameter(parameter)).data;
};
