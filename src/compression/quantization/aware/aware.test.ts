/** Quantization-aware training: it starts where PTQ ends, its packed model computes the same, and training gains. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../../data/dataset.ts';
import { digitsDataset } from '../../../data/digits/digitsDataset.ts';
import { collectOutputs } from '../../../evaluation/collectOutputs.ts';
import type { Executor, Tensors } from '../../../execution/executor.ts';
import { createOnnxExecutor } from '../../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import type { Graph } from '../../../graph/graph.ts';
import { denseStorage } from '../../../graph/graph.ts';
import { foldBatchNorm } from '../../../graph/passes/foldBatchNorm.ts';
import { cnn } from '../../../models/networks.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { tinyMatMulMlp } from '../../../testing/networks.ts';
import { residualNetwork } from '../../../testing/residual.ts';
import { learningStep } from '../../../training/learningStep.ts';
import { labelObjective } from '../../../training/objective.ts';
import { startTraining } from '../../../training/run.ts';
import { withTrained } from '../../../training/trainingStep.ts';
import type { IntegerWeightOptions } from '../options.ts';
import { quantize } from '../quantize.ts';
import { convertAware } from './convertAware.ts';
import type { AwareModel, AwareOptions } from './insertFakeQuantize.ts';
import { insertFakeQuantize } from './insertFakeQuantize.ts';

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** f32 products of dequantized weights in another order of sums, relative to the largest score. */
const sameTolerance = 2e-5;
/** On the reference both are the same f64 sums of weights that differ by one f32 rounding at most. */
const exactTolerance = 1e-6;
/** Observed scales are 64-bit on the reference and 32-bit once stored, so that a value on an edge may fall one level apart. */
const oneLevelTolerance = 0.1;

const data = limit(digitsDataset({ split: 'train', count: 256 }), 256);
const heldOut = limit(digitsDataset({ split: 'test', count: 300 }), 300);
const many = limit(digitsDataset({ split: 'test', count: 1000 }), 1000);
/** Of the answers of packed and of fake-quantized network: one in a thousand may lie on an edge that f32 sums decide. */
const leastAgreement = 0.999;

async function outputOf(executor: Executor, graph: Graph): Promise<number[]> {
  const [{ name, shape }] = graph.inputs;
  const own = [4, ...shape.slice(1).map(Number)];
  const x = tensorFrom(
    'f32',
    own,
    Array.from({ length: own.reduce((a, b) => a * b) }, (_, i) => Math.sin(0.7 * i)),
  );
  const plan = await executor.compile(graph, { shapes: { [name]: own } });
  return Array.from((await plan.run({ [name]: x }))[graph.outputs[0]].data, Number);
}

function apart(a: readonly number[], b: readonly number[]): number {
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / largest;
}

const grids: readonly Partial<IntegerWeightOptions>[] = [
  { strategy: 'tensor' },
  { strategy: 'channel' },
  { strategy: 'channel', symmetric: false },
  { strategy: 'group', groupSize: 16 },
  { strategy: 'group', groupSize: 16, symmetric: false, bits: 3 },
  { strategy: 'group', groupSize: 32, bits: 2, clip: 'mse' },
  { strategy: 'channel', bits: 8 },
];

describe.each(grids)('%j', (grid) => {
  const weights = { bits: 4, symmetric: true, clip: 'minmax', strategy: 'channel', ...grid } as IntegerWeightOptions;
  test.each([
    ['convolutions, norms and Gemm', residualNetwork],
    ['MatMul', tinyMatMulMlp],
  ] as const)('starts where PTQ ends, and packs to the same: %s', async (_, network) => {
    const aware = await insertFakeQuantize(network(), { weights });
    const { graph: ptq } = await quantize(await foldBatchNorm(network()), { weights });
    const fake = await outputOf(reference, aware.graph);
    expect(apart(fake, await outputOf(reference, ptq))).toBeLessThan(exactTolerance);
    const { graph: packed, report } = await convertAware(aware);
    expect(apart(await outputOf(reference, packed), fake)).toBeLessThan(exactTolerance);
    expect(apart(await outputOf(onnx, packed), await outputOf(onnx, aware.graph))).toBeLessThan(sameTolerance);
    expect([...packed.parameters.values()].filter(({ storage }) => storage.kind === 'packed')).toHaveLength(
      report.weights.length,
    );
    expect(packed.nodes.some((node) => node.kind === 'operator' && node.operator === 'FakeQuantize')).toBe(false);
    expect(
      [...packed.parameters.keys()].filter((name) => /\.(ratio|scale|zero)$/.test(name) && !name.includes('norm')),
    ).toEqual([]);
  });
});

describe('training', () => {
  const run = { batch: 32, seed: 1, learningRate: 3e-3 };

  async function floatModel(): Promise<Graph> {
    const network = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 8], hidden: 16 }, 2);
    const step = await learningStep(await labelObjective(network), { optimizer: { kind: 'adamw' } });
    return withTrained(network, (await startTraining(onnx, step, data, { ...run, steps: 120 }).done).states);
  }

  async function trainAware(model: AwareModel, steps = 60) {
    const objective = await labelObjective(model.graph, { trainable: model.trainable });
    const step = await learningStep(objective, { optimizer: { kind: 'adamw' } });
    return (await startTraining(onnx, step, data, { ...run, learningRate: 1e-3, steps }).done).states;
  }

  const predict = async (graph: Graph, samples = heldOut, executor: Executor = onnx) => {
    const { outputs } = await collectOutputs(executor, graph, samples);
    const scores = Array.from(outputs[graph.outputs[0]].data, Number);
    return samples.labels!.map((_, i) =>
      scores.slice(10 * i, 10 * i + 10).reduce((best, x, c, row) => (x > row[best] ? c : best), 0),
    );
  };
  const accuracy = (predicted: Int32Array) =>
    predicted.filter((c, i) => c === heldOut.labels![i]).length / heldOut.samples;
  const agreement = (a: Int32Array, b: Int32Array) => a.filter((c, i) => c === b[i]).length / a.length;

  const w2: AwareOptions = { weights: { bits: 2, strategy: 'channel', symmetric: true, clip: 'mse' } };
  const a8 = { bits: 8, mode: 'static', observer: 'mse', samples: 32 } as const;

  test('two bits gain by it, the packed model predicts the same, and scales moved', { timeout: 60_000 }, async () => {
    const model = await floatModel();
    const aware = await insertFakeQuantize(model, w2);
    const states = await trainAware(aware);
    const before = accuracy(await predict((await quantize(model, w2)).graph));
    const fake = await predict(withTrained(aware.graph, states));
    const packed = await predict((await convertAware(aware, states)).graph);
    expect(agreement(fake, packed)).toBe(1);
    expect(accuracy(packed)).toBeGreaterThan(before + 0.05);
    expect(Array.from(states['fc1.weight.ratio'].data, Number).some((ratio) => Math.abs(ratio - 1) > 1e-3)).toBe(true);
  });

  test('W4A8 as packed answers as it did while it trained, on onnx and on the reference', {
    timeout: 60_000,
  }, async () => {
    const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' } as const;
    const aware = await insertFakeQuantize(await floatModel(), { weights, activations: a8 }, { executor: onnx, data });
    const states = await trainAware(aware, 30);
    const [fake, packed] = [withStates(aware.graph, states), (await convertAware(aware, states)).graph];
    expect(agreement(await predict(fake, many), await predict(packed, many))).toBeGreaterThanOrEqual(leastAgreement);
    const few = limit(many, 100);
    expect(await predict(packed, few, reference)).toEqual(await predict(fake, few, reference));
  });

  // onnxruntime rounds the biases of layers between quantized activations to integers, so that a level may flip there;
  // what is packed is held to the reference.
  test.each<[string, AwareOptions]>([
    ['learned scales', { ...w2, activations: a8, activationScales: { kind: 'learned' } }],
    [
      'fixed scales',
      { ...w2, weightScales: 'fixed', activations: { ...a8, symmetric: true }, activationScales: { kind: 'fixed' } },
    ],
    ['observers that freeze', { ...w2, activations: a8, activationScales: { kind: 'observed', freezeAfter: 5 } }],
    [
      'symmetric observers',
      { ...w2, activations: { ...a8, symmetric: true }, activationScales: { kind: 'observed', freezeAfter: 5 } },
    ],
  ])('activations too, with %s', { timeout: 60_000 }, async (_, options) => {
    const model = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 8], hidden: 16 }, 2);
    const aware = await insertFakeQuantize(model, options, { executor: onnx, data });
    const states = await trainAware(aware, 15);
    const { graph, report } = await convertAware(aware, states);
    const few = limit(heldOut, 24);
    const scores = async (own: Graph) => {
      const { outputs } = await collectOutputs(reference, own, few);
      return Array.from(outputs[own.outputs[0]].data, Number);
    };
    const difference = apart(await scores(graph), await scores(withStates(aware.graph, states)));
    const observing = options.activationScales?.kind === 'observed';
    expect(difference).toBeLessThan(observing ? oneLevelTolerance : exactTolerance);
    expect(report.activations.map(({ nodes }) => nodes[0])).toEqual(['conv1', 'conv2', 'fc1', 'logits']);
    expect(graph.states).toEqual([]);
  });

  test('observed bounds move until they freeze', { timeout: 60_000 }, async () => {
    const model = cnn({ input: [1, 28, 28], classes: 10, channels: [4, 8], hidden: 16 }, 2);
    const boundsAfter = async (freezeAfter: number, steps: number) => {
      const options: AwareOptions = { ...w2, activations: a8, activationScales: { kind: 'observed', freezeAfter } };
      const aware = await insertFakeQuantize(model, options, { executor: onnx, data });
      return (await trainAware(aware, steps))[aware.activations[1].high ?? ''].data[0];
    };
    expect(await boundsAfter(3, 6)).toBe(await boundsAfter(3, 3));
    expect(await boundsAfter(6, 6)).not.toBe(await boundsAfter(3, 3));
  });
});

test('what cannot be trained is refused', async () => {
  const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;
  const { graph } = await quantize(tinyMatMulMlp(), { weights });
  await expect(insertFakeQuantize(graph, { weights })).rejects.toThrow('starts from a float model');
  const activations = { bits: 8, mode: 'static', observer: 'mse' } as const;
  await expect(insertFakeQuantize(tinyMatMulMlp(), { weights, activations })).rejects.toThrow('there is no data');
});

/** The graph with what was learned: parameters, and observed bounds, which are states. */
function withStates(graph: Graph, states: Tensors): Graph {
  const own = graph.states.map((state) => ({ ...state, initial: denseStorage(state.dtype, states[state.name].data) }));
  return { ...withTrained(graph, states), states: own };
}
