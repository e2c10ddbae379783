/** Rows of the conformance table: the loss, and the updates of optimizers. */
import type { Attributes } from '../../graph/graph.ts';
import type { CaseInput, ConformanceCase } from './case.ts';
import { constant, createDraw, scalar, values } from './inputs.ts';

const { floats, whole } = createDraw(51);

interface LossRow {
  readonly attributes?: Attributes;
  readonly weights?: CaseInput;
  /** Sizes after batch and classes. */
  readonly rest?: readonly number[];
  readonly outputs?: number;
}

/** Scores for 3 samples of 5 classes. */
function loss(about: string, { attributes, weights, rest = [], outputs = 1 }: LossRow): ConformanceCase {
  const inputs = [floats([3, 5, ...rest]), whole('i64', [3, ...rest], 0, 5), ...(weights ? [weights] : [])];
  return {
    operator: 'SoftmaxCrossEntropyLoss',
    about,
    attributes,
    inputs,
    outputs,
    gradientOf: [0],
    tolerance: 'f32Transcendental',
  };
}

const weights = () => constant(floats([5], 0.5, 2));
const labels = (...numbers: number[]) => values('i64', numbers);

const lossRows: readonly ConformanceCase[] = [
  loss('mean', {}),
  loss('sum', { attributes: { reduction: 'sum' } }),
  loss('none', { attributes: { reduction: 'none' } }),
  loss('mean with weights', { weights: weights() }),
  loss('sum with weights', { attributes: { reduction: 'sum' }, weights: weights() }),
  loss('none with weights', { attributes: { reduction: 'none' }, weights: weights() }),
  loss('log probabilities', { outputs: 2 }),
  loss('log probabilities, none, weights', { attributes: { reduction: 'none' }, weights: weights(), outputs: 2 }),
  loss('pixels', { rest: [2, 3] }),
  loss('pixels, none, weights', { attributes: { reduction: 'none' }, weights: weights(), rest: [2, 3], outputs: 2 }),
  loss('a class that is ignored', { attributes: { ignore_index: 2 }, rest: [7] }),
  {
    ...loss('labels outside that are ignored', { attributes: { ignore_index: -1 } }),
    inputs: [floats([4, 3]), labels(0, -1, 2, -1)],
  },
  {
    ...loss('ignored, weights', { attributes: { ignore_index: -1 } }),
    inputs: [floats([4, 3]), labels(0, -1, 2, 1), floats([3], 0.5, 2)],
  },
  { ...loss('size 1', {}), inputs: [floats([1, 1]), labels(0)] },
  { ...loss('i32 labels', {}), inputs: [floats([2, 3]), values('i32', [2, 0])] },
  {
    ...loss('large scores', {}),
    inputs: [values('f32', [1000, -1000, 0, 0, 900, 1000], [2, 3]), labels(0, 1)],
    gradientOf: [],
  },
];

function adamW(about: string, shape: readonly number[], step: number, attributes: Attributes = {}): ConformanceCase {
  const inputs = [floats(shape), floats(shape), floats(shape), floats(shape, 0, 1), scalar(step), scalar(0.01)];
  return { operator: 'AdamW', about, attributes, inputs, outputs: 3, tolerance: 'f32Transcendental' };
}

function sgd(about: string, shape: readonly number[], attributes: Attributes = {}): ConformanceCase {
  const inputs = [floats(shape), floats(shape), floats(shape), scalar(0.1)];
  return { operator: 'SGD', about, attributes, inputs, outputs: 2 };
}

const updateRows: readonly ConformanceCase[] = [
  adamW('the first step', [3, 5], 1),
  adamW('a later step', [257], 1000),
  adamW('no decay', [7], 3, { weightDecay: 0 }),
  adamW('other constants', [7], 3, { beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 }),
  sgd('plain', [3, 5]),
  sgd('momentum', [257], { momentum: 0.9 }),
  sgd('Nesterov and decay', [7], { momentum: 0.9, nesterov: 1, weightDecay: 0.01 }),
  sgd('size 1', [1], { momentum: 0.5 }),
];

export const trainingCases: readonly ConformanceCase[] = [...lossRows, ...updateRows];
