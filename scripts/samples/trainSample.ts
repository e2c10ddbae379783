/**
 * Trains the built-in network: a small CNN on the built-in digits, on one thread of onnxruntime's WASM. The same bit
 * for bit on one machine; elsewhere sums and logarithms may round otherwise, and the weights differ a little.
 */
import { createHash } from 'node:crypto';
import type { Progress } from '../../src/core/task.ts';
import { digitsDataset } from '../../src/data/digits/digitsDataset.ts';
import { collectOutputs } from '../../src/evaluation/collectOutputs.ts';
import { measureQuality } from '../../src/evaluation/quality.ts';
import type { Executor } from '../../src/execution/executor.ts';
import { writeOnnx } from '../../src/files/onnx/write/writeOnnx.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { cnn } from '../../src/models/networks.ts';
import type { TrainOptions } from '../../src/training/train.ts';
import { train } from '../../src/training/train.ts';

export const SAMPLE_NAME = 'digits-cnn';

/** Everything that decides the weights. */
const recipe = {
  architecture: { preset: 'cnn', input: [1, 28, 28], channels: [12, 24], kernel: 3, hidden: 64, classes: 10 },
  data: { id: 'sample:digits', split: 'train', samples: 20_000 },
  training: {
    optimizer: { kind: 'adamw', weightDecay: 0.01 },
    learningRate: 3e-3,
    schedule: { kind: 'cosine', warmUp: 100 },
    epochs: 8,
    batch: 64,
    seed: 1,
  },
  seed: 1,
  executor: 'onnx',
  threads: 1,
  command: 'npm run samples',
} as const;

export type SampleRecipe = typeof recipe & {
  readonly name: string;
  readonly bytes: number;
  /** Of the file; what another machine's training is compared with. */
  readonly sha256: string;
  /** On the 2,000 built-in test digits, with its 95 % interval. */
  readonly accuracy: { readonly value: number; readonly low: number; readonly high: number; readonly n: number };
};

export interface Sample {
  /** The ONNX file. */
  readonly bytes: Uint8Array;
  readonly recipe: SampleRecipe;
}

/** Trains, writes and judges the network. */
export async function trainSample(executor: Executor, onProgress?: (progress: Progress) => void): Promise<Sample> {
  const { channels, kernel, hidden, classes } = recipe.architecture;
  const network = cnn({ input: [1, 28, 28], channels, kernel, hidden, classes, mean: 0, std: 1 }, recipe.seed);
  const data = digitsDataset({ split: 'train', count: recipe.data.samples });
  const options: TrainOptions = { ...recipe.training, ...(onProgress ? { onProgress } : {}) };
  const { model } = await train(network, data, executor, options);
  const named: Graph = { ...model, name: SAMPLE_NAME, metadata: { ...model.metadata, licence: 'MIT' } };
  const { bytes } = await writeOnnx(named, { form: 'dense' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const accuracy = await accuracyOf(executor, named);
  return { bytes, recipe: { name: SAMPLE_NAME, ...recipe, bytes: bytes.length, sha256, accuracy } };
}

/** On the built-in test digits. */
export async function accuracyOf(executor: Executor, model: Graph): Promise<SampleRecipe['accuracy']> {
  const held = digitsDataset({ split: 'test' });
  const { classification } = measureQuality(await collectOutputs(executor, model, held), {
    labels: held.labels,
    classes: held.classes?.length,
  });
  if (!classification) throw new Error('The network gives no class scores.');
  return classification.accuracy;
}
