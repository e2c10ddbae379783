/** Learned rounding and bias correction: both lessen what they promise to lessen, on the same grid of codes. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../../data/dataset.ts';
import { digitsDataset } from '../../../data/digits/digitsDataset.ts';
import { compareScores } from '../../../evaluation/agreement.ts';
import { collectOutputs } from '../../../evaluation/collectOutputs.ts';
import { findScores } from '../../../evaluation/scores.ts';
import { createOnnxExecutor } from '../../../execution/onnx/onnxExecutor.ts';
import type { Graph } from '../../../graph/graph.ts';
import { loadParameter } from '../../../graph/parameterData.ts';
import { cnn } from '../../../models/networks.ts';
import { unpackCodes } from '../../../tensor/packed.ts';
import { learningStep } from '../../../training/learningStep.ts';
import { labelObjective } from '../../../training/objective.ts';
import { startTraining } from '../../../training/run.ts';
import { withTrained } from '../../../training/trainingStep.ts';
import type { IntegerWeightOptions } from '../options.ts';
import { quantize } from '../quantize.ts';
import { adaRound } from './adaRound.ts';
import { correctBiases } from './biasCorrection.ts';

const onnx = createOnnxExecutor({ threads: 1 });
afterAll(() => onnx.dispose());

const data = limit(digitsDataset({ split: 'train', count: 256 }), 256);
const heldOut = limit(digitsDataset({ split: 'test', count: 200 }), 200);
const model = floatModel();

async function floatModel(): Promise<Graph> {
  const network = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 8], hidden: 16 }, 2);
  const step = await learningStep(await labelObjective(network), { optimizer: { kind: 'adamw' } });
  const run = startTraining(onnx, step, data, { batch: 32, seed: 1, learningRate: 3e-3, steps: 150 });
  return withTrained(network, (await run.done).states);
}

async function scoresOf(graph: Graph) {
  const { outputs } = await collectOutputs(onnx, graph, heldOut);
  return findScores(outputs, 10)!;
}
const klTo = async (a: Graph, b: Graph) => compareScores(await scoresOf(a), await scoresOf(b)).kl.value;

const channels: IntegerWeightOptions = { bits: 3, strategy: 'channel', symmetric: true, clip: 'minmax' };

describe('AdaRound', () => {
  test.each<[string, IntegerWeightOptions]>([
    ['symmetric', channels],
    ['asymmetric groups', { ...channels, bits: 2, strategy: 'group', groupSize: 32, symmetric: false }],
  ])('%s: lowers the error of each layer and the divergence of the whole', { timeout: 60_000 }, async (_, weights) => {
    const graph = await model;
    const { graph: rounded, layers } = await adaRound(graph, { weights, steps: 200 }, { executor: onnx, data });
    expect(layers.map(({ node }) => node)).toEqual(['conv1', 'conv2', 'fc1', 'logits']);
    for (const layer of layers) expect(layer.errorAfter).toBeLessThanOrEqual(layer.errorBefore);
    for (const layer of layers.slice(2)) expect(layer.errorAfter).toBeLessThan(0.9 * layer.errorBefore);
    expect(layers[2].changed).toBeGreaterThan(0);
    const { graph: nearest } = await quantize(graph, { weights });
    expect(await klTo(graph, rounded)).toBeLessThan(await klTo(graph, nearest));
  });

  test('no weight lies further than a step from where it was', { timeout: 60_000 }, async () => {
    const graph = await model;
    const { graph: rounded } = await adaRound(
      graph,
      { weights: channels, steps: 30, targets: ['fc1'] },
      { executor: onnx, data },
    );
    const { storage } = rounded.parameters.get('fc1.weight')!;
    if (storage.kind !== 'packed') throw new Error('it is not packed');
    const matrix = await storage.load();
    const { rows, columns } = storage.layout;
    const before = (await loadParameter(graph.parameters.get('fc1.weight')!)).data;
    unpackCodes(3, rows, columns, matrix.codes).forEach((code, i) => {
      const scale = matrix.scales[Math.floor(i / columns)];
      expect(Math.abs(scale * (code - 4) - Number(before[i]))).toBeLessThan(scale * 1.001);
    });
    expect(rounded.parameters.get('conv1.weight')?.storage.kind).toBe('dense');
  });
});

test('bias correction takes the mean shift of each layer out', { timeout: 60_000 }, async () => {
  const graph = await model;
  const { graph: quantized } = await quantize(graph, { weights: { ...channels, bits: 2 } });
  const { graph: corrected, layers } = await correctBiases(graph, quantized, { executor: onnx, data });
  expect(layers.map(({ node }) => node)).toEqual(['conv1', 'conv2', 'fc1', 'logits']);
  const again = await correctBiases(graph, corrected, { executor: onnx, data });
  again.layers.forEach(({ rms }, i) => {
    expect(rms).toBeLessThan(0.01 * Math.max(layers[i].rms, 1e-3));
  });
  expect(await klTo(graph, corrected)).toBeLessThan(await klTo(graph, quantized));
});

test('without samples neither can work', async () => {
  const none = limit(data, 0);
  await expect(adaRound(await model, { weights: channels }, { executor: onnx, data: none })).rejects.toThrow(
    'there are none',
  );
  await expect(correctBiases(await model, await model, { executor: onnx, data: none })).rejects.toThrow(
    'there are none',
  );
});
