/**
 * How the rounding of one layer is learned: gradient steps on random batches of its samples, with a penalty that grows
 * sharper until every weight has chosen a side, and the choice kept only where it beats rounding to nearest. Nagel et
 * al., 2020, arXiv:2004.10568.
 */
import { RecipeError } from '../../../core/errors.ts';
import { createRandom } from '../../../core/random.ts';
import { throwIfAborted, yieldToEventLoop } from '../../../core/task.ts';
import type { Executor, Plan, Tensors } from '../../../execution/executor.ts';
import { loadParameter } from '../../../graph/parameterData.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { finishStep } from '../../../training/finishStep.ts';
import type { LayerProblem } from './layerProblem.ts';
import { roundsUp } from './layerProblem.ts';

export interface RoundingSchedule {
  /** Steps a layer. 500 when left out; the paper takes 10,000. */
  readonly steps?: number;
  /** Samples a step. 32 when left out. */
  readonly batch?: number;
  /** 10 / steps when left out, so that a choice can go from one end to the other, as in the paper's 10,000 steps at 1e-3. */
  readonly learningRate?: number;
  readonly seed?: number;
}

/** What a layer is given and what it is to give: (samples, ...) each. */
export interface LayerSamples {
  readonly x: Tensor;
  readonly y: Tensor;
}

export interface LearnedRounding {
  /** One a weight, in the parameter's own order; positive rounds up. */
  readonly choice: Float32Array;
  /** Mean squared error of the output, summed over channels: rounded to nearest, and as chosen. */
  readonly before: number;
  readonly after: number;
}

/** Learns the problem's choice on the samples; rounding to nearest is kept where nothing better was found. */
export async function learnRounding(
  problem: LayerProblem,
  samples: LayerSamples,
  schedule: RoundingSchedule,
  { executor, signal }: { readonly executor: Executor; readonly signal?: AbortSignal },
): Promise<LearnedRounding> {
  const { steps = defaultSteps, learningRate = reach / steps, seed = 0 } = schedule;
  const count = samples.x.shape[0];
  const batch = Math.min(schedule.batch ?? defaultBatch, count);
  const step = await finishStep(problem.graph, problem.loss, [problem.choice], { optimizer: { kind: 'adam' } });
  const feed: Feed = (rows, beta, weight) => ({
    ...problemInputs(problem, samples, rows, beta, weight),
    [step.learningRate]: tensorFrom('f32', [], [learningRate]),
  });
  const shapes = shapesOf(feed(rowsFrom(0, batch), 1, 0));
  const plan = await executor.compile(step.graph, { shapes, signal });
  try {
    const random = createRandom(seed);
    for (let i = 0; i < steps; i++) {
      throwIfAborted(signal);
      const rows = Array.from({ length: batch }, () => random.integer(count));
      const { beta, weight } = penaltyAt(i / steps);
      await plan.run(feed(rows, beta, weight), { signal, fetch: [] });
      if (i % 64 === 63) await yieldToEventLoop();
    }
    const batches = Array.from({ length: Math.floor(count / batch) }, (_, i) => rowsFrom(i * batch, batch));
    return await better(problem, plan, (choice) => errorWith(choice, { problem, plan, feed, batches, signal }));
  } finally {
    plan.dispose();
  }
}

// ---------------------------------------------------------------------------------------------

const defaultSteps = 500;
const defaultBatch = 32;
/** What the steps of a choice add up to at most. */
const reach = 10;
/** Weight of the penalty on undecided weights, and the share of the steps before it sets in. */
const penaltyWeight = 0.01;
const freeShare = 0.2;
/** How sharp the penalty is: at first and at last. */
const sharpness = [20, 2] as const;
/** A choice so sure that its sigmoid is 0 or 1. */
const far = 40;

/** The inputs of a step on some rows of the samples. */
type Feed = (rows: readonly number[], beta: number, weight: number) => Tensors;

function problemInputs(
  { inputs }: LayerProblem,
  { x, y }: LayerSamples,
  rows: readonly number[],
  beta: number,
  weight: number,
): Tensors {
  return {
    [inputs.x]: rowsOf(x, rows),
    [inputs.y]: rowsOf(y, rows),
    [inputs.beta]: tensorFrom('f32', [], [beta]),
    [inputs.weight]: tensorFrom('f32', [], [weight]),
  };
}

const shapesOf = (tensors: Tensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

const rowsFrom = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i);

/** The penalty after a share of the steps: none at first, then sharper and sharper. */
function penaltyAt(done: number): { readonly beta: number; readonly weight: number } {
  const share = (done - freeShare) / (1 - freeShare);
  const beta = sharpness[1] + (sharpness[0] - sharpness[1]) * Math.max(0, 1 - Math.max(0, share));
  return { beta, weight: share < 0 ? 0 : penaltyWeight };
}

/** What was learned where it errs less than rounding to nearest, with which the choice began; else that. */
async function better(
  problem: LayerProblem,
  plan: Plan,
  errorOf: (choice: Float32Array) => Promise<number>,
): Promise<LearnedRounding> {
  const learned = Float32Array.from((await plan.readStates())[problem.choice].data, Number);
  const nearest = Float32Array.from((await loadParameter(choiceOf(problem))).data, Number);
  const after = await errorOf(learned);
  const before = await errorOf(nearest);
  return after < before ? { choice: learned, before, after } : { choice: nearest, before, after: before };
}

interface Judged {
  readonly problem: LayerProblem;
  readonly plan: Plan;
  readonly feed: Feed;
  readonly batches: readonly (readonly number[])[];
  readonly signal: AbortSignal | undefined;
}

/** The layer's error over whole batches with every weight rounded to the side that it leans to. */
async function errorWith(choice: Float32Array, { problem, plan, feed, batches, signal }: Judged): Promise<number> {
  const decided = choice.map((lean) => (roundsUp(lean) ? far : -far));
  const { shape } = choiceOf(problem);
  let sum = 0;
  for (const rows of batches) {
    // A step moves the choice, so each batch begins with it anew.
    await plan.writeStates({ [problem.choice]: { dtype: 'f32', shape, data: decided } });
    const results = await plan.run(feed(rows, 2, 0), { signal, fetch: [problem.error] });
    sum += Number(results[problem.error].data[0]);
  }
  return sum / batches.length;
}

function choiceOf({ graph, choice }: LayerProblem) {
  const parameter = graph.parameters.get(choice);
  if (parameter) return parameter;
  throw new RecipeError('recipe/adaround', `The problem has no "${choice}".`, {});
}

function rowsOf({ dtype, shape, data }: Tensor, rows: readonly number[]): Tensor {
  const size = sizeOf(shape.slice(1));
  const out = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    out.set(Float32Array.from(data.subarray(row * size, (row + 1) * size), Number), i * size);
  });
  return { dtype, shape: [rows.length, ...shape.slice(1)], data: out };
}
