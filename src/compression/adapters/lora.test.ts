/** Adapters: no change at the start, only they learn, merged they are the same, and they mend what quantization lost. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import type { Executor } from '../../execution/executor.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Graph } from '../../graph/graph.ts';
import { cnn } from '../../models/networks.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { tinyMatMulMlp } from '../../testing/networks.ts';
import { residualNetwork } from '../../testing/residual.ts';
import { learningStep } from '../../training/learningStep.ts';
import { labelObjective } from '../../training/objective.ts';
import { startTraining } from '../../training/run.ts';
import { withTrained } from '../../training/trainingStep.ts';
import { quantize } from '../quantization/quantize.ts';
import { addAdapters, mergeAdapters } from './lora.ts';

/** Decimals of a loss after a step on f32 weights, summed in another order. */
const curveDigits = 4;

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** Weights are merged in f32 and summed in another order. */
const mergeTolerance = 1e-5;
/** Factors of full rank differ from what they stand for by the rounding of an f32 decomposition. */
const fullRankTolerance = 1e-4;
const weights = { bits: 3, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;

async function outputOf(executor: Executor, graph: Graph): Promise<number[]> {
  const [{ name, shape, dtype }] = graph.inputs;
  const own = [4, ...shape.slice(1).map(Number)];
  const size = own.reduce((a, b) => a * b);
  const x = tensorFrom(
    dtype,
    own,
    Array.from({ length: size }, (_, i) => (dtype === 'u8' ? (i * 37) % 256 : Math.sin(0.7 * i))),
  );
  const plan = await executor.compile(graph, { shapes: { [name]: own } });
  return Array.from((await plan.run({ [name]: x }))[graph.outputs[0]].data, Number);
}

const apart = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / Math.max(...b.map(Math.abs));

const networks = [
  ['convolutions and Gemm', residualNetwork],
  ['MatMul', tinyMatMulMlp],
] as const;

describe.each(networks)('%s', (_, network) => {
  test('a fresh adapter changes nothing', async () => {
    const adapted = await addAdapters(network(), { rank: 2 });
    expect(await outputOf(reference, adapted.graph)).toEqual(await outputOf(reference, network()));
  });

  test('more rank corrects more of what quantization lost, full rank all of it', async () => {
    // A depthwise convolution takes no adapter.
    const { graph } = await quantize(network(), { weights, ignore: network === residualNetwork ? ['depthwise'] : [] });
    const want = await outputOf(reference, network());
    const errors: number[] = [];
    for (const rank of [1, 3, 100])
      errors.push(
        apart(await outputOf(reference, (await addAdapters(graph, { rank, alpha: 2 * rank }, network())).graph), want),
      );
    const none = apart(await outputOf(reference, graph), want);
    expect(errors[1]).toBeLessThan(none);
    expect(errors[2]).toBeLessThan(fullRankTolerance);
  });

  test('merged, it computes the same with the base’s nodes alone', async () => {
    const { graph } = await quantize(network(), { weights });
    const adapted = await addAdapters(graph, { rank: 2, alpha: 4 }, network());
    const merged = await mergeAdapters(adapted.graph, adapted.adapters);
    expect(apart(await outputOf(reference, merged), await outputOf(reference, adapted.graph))).toBeLessThan(
      mergeTolerance,
    );
    expect(merged.nodes.map(({ name }) => name)).toEqual(network().nodes.map(({ name }) => name));
    expect([...merged.parameters.keys()].sort()).toEqual([...network().parameters.keys()].sort());
  });
});

test('on a packed base only the adapters learn, on onnx as on the reference', { timeout: 60_000 }, async () => {
  const data = limit(digitsDataset({ split: 'train', count: 64 }), 64);
  const base = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 8], hidden: 16 }, 2);
  const { graph } = await quantize(base, { weights: { ...weights, strategy: 'group', groupSize: 32 } });
  const adapted = await addAdapters(graph, { rank: 4 });
  const objective = await labelObjective(adapted.graph, { trainable: adapted.trainable });
  const step = await learningStep(objective, { optimizer: { kind: 'adamw' } });
  const run = { steps: 12, batch: 16, seed: 1, learningRate: 1e-2 };
  const { curve, states } = await startTraining(onnx, step, data, run).done;
  const exact = await startTraining(reference, step, data, { ...run, steps: 2 }).done;
  expect(curve.values.total[1]).toBeCloseTo(exact.curve.values.total[1], curveDigits);
  expect(curve.values.total[11]).toBeLessThan(curve.values.total[0]);
  const trained = withTrained(adapted.graph, states);
  expect(trained.parameters.get('conv2.weight')).toBe(graph.parameters.get('conv2.weight'));
  expect(Object.keys(states).filter((name) => /weight$/.test(name))).toEqual([]);
});

test('where no adapter fits, it says why', async () => {
  const bare: Graph = { ...tinyMatMulMlp(), nodes: [], outputs: ['x'] };
  await expect(addAdapters(bare, { rank: 2 })).rejects.toThrow('takes an adapter: it has no weights');
});
