/** Steps of distillation, quantization-aware training and adapters on WebGPU, beside the reference. */
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { datasetFrom } from '../data/dataset.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import { tinyCnn } from '../testing/networks.ts';
import { residualNetwork } from '../testing/residual.ts';
import type { LearningOptions } from '../training/learningStep.ts';
import { learningStep } from '../training/learningStep.ts';
import type { Objective } from '../training/objective.ts';
import { labelObjective } from '../training/objective.ts';
import { startTraining } from '../training/run.ts';
import { addAdapters } from './adapters/lora.ts';
import { attachTeacher } from './distillation/attachTeacher.ts';
import { insertFakeQuantize } from './quantization/aware/insertFakeQuantize.ts';
import { quantize } from './quantization/quantize.ts';

const webgpu = createWebgpuExecutor({ gpu: navigator.gpu });
const reference = createReferenceExecutor();
afterAll(() => webgpu.dispose());

/** Relative, over four steps: f32 sums and WGSL's exp and division beside f64 ones, fed back through the weights. */
const curveTolerance = 5e-4;

const random = createRandom(4);
const samples = 24;
const labels = (classes: number) => Int32Array.from({ length: samples }, (_, i) => i % classes);
const bytes = datasetFrom({
  name: 'bytes',
  input: { dtype: 'u8', shape: [1, 9, 9] },
  values: Uint8Array.from({ length: samples * 81 }, () => random.integer(256)),
  labels: labels(3),
});
const floats = datasetFrom({
  name: 'floats',
  input: { dtype: 'f32', shape: [3, 8, 8] },
  values: Float32Array.from({ length: samples * 192 }, () => random.normal()),
  labels: labels(4),
});

const attached = { kind: 'graph', graph: tinyCnn() } as const;
const weights = { bits: 4, strategy: 'group', groupSize: 16, symmetric: false, clip: 'minmax' } as const;

const cases: readonly [string, typeof bytes, () => Promise<Objective>][] = [
  [
    'soft targets',
    bytes,
    () => attachTeacher(tinyCnn(), [attached], { kind: 'logit' }, { labelled: true, labelSmoothing: 0.1 }),
  ],
  [
    'decoupled',
    bytes,
    () => attachTeacher(tinyCnn(), [attached], { kind: 'logit', divergence: 'decoupled' }, { labelled: true }),
  ],
  ['batch norms and Dropout', floats, () => labelObjective(residualNetwork(1), { dropout: { hidden: 0.3 }, seed: 2 })],
  [
    'rounded while training',
    floats,
    async () => {
      const aware = await insertFakeQuantize(residualNetwork(1), { weights });
      return labelObjective(aware.graph, { trainable: aware.trainable });
    },
  ],
  [
    'adapters on packed weights',
    floats,
    async () => {
      const { graph } = await quantize(residualNetwork(1), { weights });
      const adapted = await addAdapters(graph, { rank: 2 });
      return labelObjective(adapted.graph, { trainable: adapted.trainable, batchNorm: 'frozen' });
    },
  ],
];

const options: LearningOptions = {
  optimizer: { kind: 'sgd', momentum: 0.9 },
  clipNorm: 1,
  accumulate: 2,
  average: 0.9,
  ring: 3,
};

test.each(cases)('%s: webgpu and the reference give the same curve', async (_, data, objective) => {
  const step = await learningStep(await objective(), options);
  const run = { steps: 4, batch: 8, seed: 1, learningRate: 0.02 };
  const [single, exact] = [
    await startTraining(webgpu, step, data, run).done,
    await startTraining(reference, step, data, run).done,
  ];
  exact.curve.values.total.forEach((want, i) => {
    expect(Math.abs(single.curve.values.total[i] - want) / Math.max(1, want)).toBeLessThan(curveTolerance);
  });
});
