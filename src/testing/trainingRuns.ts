/** Training steps of the tiny networks, run on an executor: what tests of `reference`, `onnx` and `webgpu` share. */
import { createRandom } from '../core/random.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import { createTensor, tensorFrom } from '../tensor/tensor.ts';
import type { Optimizer } from '../training/optimizers.ts';
import type { TrainingStep } from '../training/trainingStep.ts';
import { tinyCnn, tinyMatMulMlp, tinyMlp } from './networks.ts';

/** Samples in the one batch that is shown again and again. */
export const samples = 6;
export const steps = 10;
/** As f32, which is how it enters a step. */
export const learningRate = Math.fround(0.02);

/** Relative, over ten steps: f32 sums of a few dozen products beside f64 ones, fed back through the weights. */
export const lossTolerance = 2e-5;
/** Of a weight after ten steps, relative to the largest: Adam divides by roots of small second moments. */
export const weightTolerance = 1e-4;

export interface TrainingCase {
  readonly about: string;
  network(): Graph;
  feed(step: TrainingStep): Tensors;
}

export const trainingCases: readonly TrainingCase[] = [
  { about: 'an MLP', network: tinyMlp, feed: mlpFeed },
  { about: 'an MLP of MatMul and Add', network: tinyMatMulMlp, feed: mlpFeed },
  { about: 'a CNN', network: tinyCnn, feed: cnnFeed },
];

export const optimizerCases: readonly (readonly [string, Optimizer])[] = [
  ['AdamW', { kind: 'adamw', weightDecay: 0.01 }],
  ['SGD with momentum', { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 }],
];

export interface TrainingRun {
  readonly losses: readonly number[];
  /** After the last step. */
  readonly states: Tensors;
}

/** Runs a step ten times on the same batch. */
export async function runTraining(executor: Executor, step: TrainingStep, feed: Tensors): Promise<TrainingRun> {
  const shapes = Object.fromEntries(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(step.graph, { shapes });
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push(Number((await plan.run(feed))[step.loss].data[0]));
  const states = await plan.readStates();
  plan.dispose();
  return { losses, states };
}

/** Largest relative difference of two curves. */
export const lossError = (got: readonly number[], want: readonly number[]): number =>
  Math.max(...got.map((x, i) => Math.abs(x - want[i]) / Math.abs(want[i])));

/** Largest difference of any trained parameter, relative to its largest element. */
export const weightError = (got: Tensors, want: Tensors, trained: readonly string[]): number =>
  Math.max(...trained.map((name) => tensorError(numbers(got, name), numbers(want, name))));

// ---------------------------------------------------------------------------------------------

/** Labels by turns, and the learning rate. */
function targets(step: TrainingStep, classes: number): Tensors {
  const labels = BigInt64Array.from({ length: samples }, (_, i) => BigInt(i % classes));
  return {
    [step.labels]: createTensor('i64', [samples], labels),
    [step.learningRate]: tensorFrom('f32', [], [learningRate]),
  };
}

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

const numbers = (states: Tensors, name: string): number[] => Array.from(states[name].data, Number);

function tensorError(got: readonly number[], want: readonly number[]): number {
  const largest = Math.max(...want.map(Math.abs));
  return Math.max(...got.map((x, i) => Math.abs(x - want[i]))) / largest;
}
