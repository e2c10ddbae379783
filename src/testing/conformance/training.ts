/** Rows of the conformance table: losses, fake quantization, and the updates of optimizers. */
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

function norm(about: string, shapes: readonly (readonly number[])[], most: number): ConformanceCase {
  const inputs = shapes.map((shape) => floats(shape));
  return { operator: 'GlobalNorm', about, attributes: { most }, inputs, outputs: 2 };
}

const normRows: readonly ConformanceCase[] = [
  norm('longer than it may be', [[3, 5], [7]], 0.5),
  norm('short enough', [[3, 5], [7]], 100),
  norm('many pieces and odd ends', [[33, 67], [2], [1030], [1, 4]], 1),
  norm('more tensors than a dispatch binds', Array(11).fill([3]), 1),
  norm('size 1', [[]], 0.1),
  { ...norm('zeros', [], 1), inputs: [values('f32', [0, 0, 0]), values('f32', [0])] },
];

/** What an update takes last: a factor of the gradient, where there is one. */
const factored = (factor: number | undefined) => (factor === undefined ? [] : [scalar(factor)]);

function adamW(
  about: string,
  shape: readonly number[],
  step: number,
  attributes: Attributes = {},
  factor?: number,
): ConformanceCase {
  const moments = [floats(shape), floats(shape), floats(shape), floats(shape, 0, 1)];
  const inputs = [...moments, scalar(step), scalar(0.01), ...factored(factor)];
  return { operator: 'AdamW', about, attributes, inputs, outputs: 3, tolerance: 'f32Transcendental' };
}

function sgd(about: string, shape: readonly number[], attributes: Attributes = {}, factor?: number): ConformanceCase {
  const inputs = [floats(shape), floats(shape), floats(shape), scalar(0.1), ...factored(factor)];
  return { operator: 'SGD', about, attributes, inputs, outputs: 2 };
}

function lion(about: string, shape: readonly number[], attributes: Attributes = {}, factor?: number): ConformanceCase {
  const inputs = [floats(shape), floats(shape), floats(shape), scalar(0.01), ...factored(factor)];
  return { operator: 'Lion', about, attributes, inputs, outputs: 2 };
}

function soft(about: string, shape: readonly number[], temperature: number, outputs = 1): ConformanceCase {
  const inputs = [floats(shape, -4, 4), floats(shape, -4, 4), scalar(temperature)];
  const gradientOf = outputs === 1 ? [0, 1] : [];
  return { operator: 'SoftCrossEntropy', about, inputs, outputs, gradientOf, tolerance: 'f32Transcendental' };
}

const softRows: readonly ConformanceCase[] = [
  soft('temperature 1', [3, 5], 1),
  soft('temperature 20', [7, 10], 20),
  soft('with its slope', [5, 3], 4, 2),
  soft('a sequence', [2, 3, 7], 2),
  { ...soft('classes in the middle', [2, 5, 3], 3), attributes: { axis: 1 } },
  soft('size 1', [1, 1], 2),
  {
    ...soft('large scores', [2, 3], 1),
    inputs: [values('f32', [900, -900, 0, 0, 800, 900], [2, 3]), floats([2, 3]), scalar(1)],
    gradientOf: [],
  },
];

function fake(
  about: string,
  x: CaseInput,
  scale: CaseInput,
  rest: Partial<ConformanceCase> & { readonly zero?: CaseInput },
): ConformanceCase {
  const { zero, ...row } = rest;
  return { operator: 'FakeQuantize', about, inputs: [x, scale, ...(zero ? [zero] : [])], ...row };
}

const signed4 = { low: -8, high: 7 };

/** Between codes the gradient is not the slope of a staircase but passes straight through, so that only values beyond the ends are checked by differences. */
const fakeRows: readonly ConformanceCase[] = [
  fake('4 bits, one scale', floats([3, 5]), values('f32', [0.3], []), { attributes: signed4 }),
  fake('a scale a row', floats([3, 5]), floats([3], 0.1, 0.4), { attributes: { ...signed4, axis: 0 } }),
  fake('a scale a column', floats([3, 5]), floats([5], 0.1, 0.4), { attributes: { ...signed4, axis: 1 } }),
  fake('blocks, the last one shorter', floats([3, 37]), floats([3, 3], 0.1, 0.4), {
    attributes: { ...signed4, axis: 1, block_size: 16 },
  }),
  fake('blocks down the columns', floats([32, 3]), floats([2, 3], 0.1, 0.4), {
    attributes: { ...signed4, axis: 0, block_size: 16 },
  }),
  fake('zero points', floats([3, 5]), floats([3], 0.1, 0.4), {
    attributes: { low: 0, high: 255, axis: 0 },
    zero: values('f32', [3, 128, 200]),
  }),
  fake('a scale stored in 16 bits', floats([257]), values('f32', [0.0123456], []), {
    attributes: { low: -128, high: 127, scale_dtype: 'f16' },
  }),
  fake('beyond the ends', floats([3, 5], 10, 20), floats([3], 0.1, 0.4), {
    attributes: { ...signed4, axis: 0 },
    gradientOf: [0, 1],
  }),
  fake('beyond the ends, in blocks', floats([2, 37], -20, -10), floats([2, 3], 0.1, 0.4), {
    attributes: { ...signed4, axis: 1, block_size: 16 },
    gradientOf: [0, 1],
  }),
  fake('beyond the ends, one scale', floats([7], 10, 20), values('f32', [0.3], []), {
    attributes: signed4,
    gradientOf: [0, 1],
  }),
];

const updateRows: readonly ConformanceCase[] = [
  adamW('the first step', [3, 5], 1),
  adamW('a later step', [257], 1000),
  adamW('no decay', [7], 3, { weightDecay: 0 }),
  adamW('other constants', [7], 3, { beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 }),
  adamW('decay in the gradient, as Adam has it', [3, 5], 2, { weightDecay: 0.1, coupled: 1 }),
  adamW('a factor of the gradient', [3, 5], 2, { weightDecay: 0.1 }, 0.3),
  adamW('a factor, and decay in the gradient', [7], 2, { weightDecay: 0.1, coupled: 1 }, 0.3),
  sgd('plain', [3, 5]),
  sgd('momentum', [257], { momentum: 0.9 }),
  sgd('Nesterov and decay', [7], { momentum: 0.9, nesterov: 1, weightDecay: 0.01 }),
  sgd('a factor of the gradient', [3, 5], { momentum: 0.9, weightDecay: 0.01 }, 0.3),
  sgd('size 1', [1], { momentum: 0.5 }),
  lion('plain', [3, 5]),
  lion('decay and other constants', [257], { beta1: 0.8, beta2: 0.95, weightDecay: 0.1 }),
  lion('a factor of the gradient', [3, 5], { weightDecay: 0.1 }, 0.3),
];

export const trainingCases: readonly ConformanceCase[] = [
  ...lossRows,
  ...softRows,
  ...fakeRows,
  ...normRows,
  ...updateRows,
];
