/**
 * The loop: compiles a training step once and runs it batch by batch, with a schedule, progress and a way to stop.
 * Same seed, same data and same executor give the same losses. Not here: checkpoints, pausing, augmentation.
 */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { createProgressReporter, throwIfAborted, yieldToEventLoop } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import { labelsAt } from '../data/dataset.ts';
import { fitSample, onlyInput } from '../evaluation/collectOutputs.ts';
import type { Executor, Plan, Tensors } from '../execution/executor.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { createTensor } from '../tensor/tensor.ts';
import type { Batches } from './batches.ts';
import { createBatches } from './batches.ts';
import type { Optimizer } from './optimizers.ts';
import type { Schedule } from './schedule.ts';
import { learningRateAt } from './schedule.ts';
import type { TrainingStep } from './trainingStep.ts';
import { trainingStep, withTrained } from './trainingStep.ts';

export interface TrainOptions extends TaskOptions {
  readonly optimizer: Optimizer;
  /** The highest learning rate of the schedule. */
  readonly learningRate: number;
  /** Constant when left out. */
  readonly schedule?: Schedule;
  readonly epochs: number;
  /** Samples a step. */
  readonly batch: number;
  /** Decides the order of samples. */
  readonly seed: number;
}

export interface Trained {
  /** The model with the learned parameters. */
  readonly model: Graph;
  /** Mean cross-entropy of each step's batch, before its update. */
  readonly losses: Float32Array;
}

/**
 * Trains a classifier on labelled samples.
 *
 * @throws DataError when the data has no labels, or its samples do not fit the model's input
 * @throws DecantError `training/diverged` naming the step whose loss is no number
 */
export async function train(model: Graph, data: Dataset, executor: Executor, options: TrainOptions): Promise<Trained> {
  const step = await trainingStep(model, { optimizer: options.optimizer });
  const batches = createBatches(data.samples, options.batch, options.seed);
  const feed = createFeed(onlyInput(model), step, data, batches, options);
  const shapes = Object.fromEntries(Object.entries(feed(0)).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(step.graph, { shapes, signal: options.signal });
  try {
    const losses = await runSteps(plan, step.loss, feed, batches.perEpoch * options.epochs, options);
    return { model: withTrained(model, await plan.readStates()), losses };
  } finally {
    plan.dispose();
  }
}

// ---------------------------------------------------------------------------------------------

/** What a step reads, by its number from 0. */
type Feed = (step: number) => Tensors;

/** Longest stretch without a chance for messages and timers, in milliseconds. */
const longestStretch = 50;

function createFeed(
  input: Value,
  { labels, learningRate }: TrainingStep,
  data: Dataset,
  batches: Batches,
  options: TrainOptions,
): Feed {
  const steps = batches.perEpoch * options.epochs;
  const schedule = options.schedule ?? { kind: 'constant' };
  return (step) => {
    const rows = batches.at(step);
    const rate = learningRateAt(schedule, options.learningRate, step, steps);
    return {
      [input.name]: fitSample(input, data.batch(rows)),
      [labels]: createTensor('i64', [rows.length], BigInt64Array.from(labelsAt(data, rows), BigInt)),
      [learningRate]: createTensor('f32', [], Float32Array.of(rate)),
    };
  };
}

async function runSteps(plan: Plan, loss: string, feed: Feed, steps: number, task: TaskOptions): Promise<Float32Array> {
  const losses = new Float32Array(steps);
  const progress = createProgressReporter('training', steps, task.onProgress);
  let rested = performance.now();
  for (let step = 0; step < steps; step++) {
    throwIfAborted(task.signal);
    const results = await plan.run(feed(step), { signal: task.signal, fetch: [loss] });
    losses[step] = Number(results[loss].data[0]);
    if (!Number.isFinite(losses[step])) throw diverged(step, losses[step]);
    progress(step + 1);
    if (performance.now() - rested < longestStretch) continue;
    await yieldToEventLoop();
    rested = performance.now();
  }
  return losses;
}

function diverged(step: number, loss: number): DecantError {
  const message = `The loss of step ${step + 1} is ${loss}, so training has diverged; lower the learning rate.`;
  return new DecantError('training/diverged', message, { step, loss });
}
