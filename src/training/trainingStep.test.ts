/** A training step gives the same losses on the reference, on onnxruntime and in a loop written by hand. */
import { afterAll, describe, expect, test } from 'vitest';
import { memorySource } from '../core/bytes/byteSource.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { readOnnx } from '../files/onnx/readOnnx.ts';
import { writeOnnx } from '../files/onnx/write/writeOnnx.ts';
import type { Graph } from '../graph/graph.ts';
import { loadParameter } from '../graph/parameterData.ts';
import { adamByHand } from '../testing/adamByHand.ts';
import { tinyCnn, tinyMatMulMlp, tinyMlp } from '../testing/networks.ts';
import {
  learningRate,
  lossError,
  lossTolerance,
  optimizerCases,
  runTraining,
  samples,
  steps,
  trainingCases,
  weightError,
  weightTolerance,
} from '../testing/trainingRuns.ts';
import type { Optimizer } from './optimizers.ts';
import { trainableParameters } from './trainable.ts';
import { trainingStep, withTrained } from './trainingStep.ts';

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** The reference starts from the same f32 weights and differs from the loop by hand in nothing but order of sums. */
const exactTolerance = 1e-9;

const [mlp] = trainingCases;

describe.each(optimizerCases)('%s', (_, optimizer) => {
  test.each(trainingCases)('$about: reference and onnx agree', async ({ network, feed }) => {
    const step = await trainingStep(network(), { optimizer });
    const inputs = feed(step);
    const [exact, single] = [await runTraining(reference, step, inputs), await runTraining(onnx, step, inputs)];
    expect(lossError(single.losses, exact.losses)).toBeLessThan(lossTolerance);
    expect(weightError(single.states, exact.states, step.trained)).toBeLessThan(weightTolerance);
    expect(exact.losses[steps - 1]).toBeLessThan(0.9 * exact.losses[0]);
  });
});

test('Adam on an MLP is what a loop written by hand computes', async () => {
  const network = tinyMlp();
  const step = await trainingStep(network, { optimizer: { kind: 'adamw' } });
  const feed = mlp.feed(step);
  const weights = await Promise.all([...network.parameters.values()].map(loadParameter));
  const byHand = adamByHand(
    weights,
    feed.x,
    Array.from({ length: samples }, (_, i) => i % 5),
    {
      steps,
      learningRate,
    },
  );
  const exact = await runTraining(reference, step, feed);
  expect(lossError(exact.losses, byHand.map(Math.fround))).toBeLessThan(exactTolerance);
});

test('transposes of MatMul gradients are folded into Gemm', async () => {
  const step = await trainingStep(tinyMatMulMlp(), { optimizer: { kind: 'sgd' } });
  expect(step.graph.nodes.some((node) => node.kind === 'operator' && node.operator === 'Transpose')).toBe(false);
});

test.each(trainingCases)('$about: a step written as ONNX and read again goes on alike', async ({ network, feed }) => {
  const step = await trainingStep(network(), { optimizer: { kind: 'adamw' } });
  const { bytes } = await writeOnnx(step.graph, { form: 'dense' });
  const again = { ...step, graph: await readOnnx(memorySource('step.onnx', bytes)) };
  const [kept, read] = [await runTraining(onnx, step, feed(step)), await runTraining(onnx, again, feed(step))];
  expect(lossError(read.losses, kept.losses)).toBeLessThan(lossTolerance);
  expect(Object.keys(read.states)).toEqual(Object.keys(kept.states));
});

test('trained weights go back into the model', async () => {
  const network = tinyMlp();
  const step = await trainingStep(network, { optimizer: { kind: 'adamw' } });
  const { states } = await runTraining(onnx, step, mlp.feed(step));
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
