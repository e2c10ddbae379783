/** What a step does to gradients and weights beside the plain update: accumulation, clipping, averages, masks. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Executor, Tensors } from '../execution/executor.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import type { UpdateOptions } from './finishStep.ts';
import { finishStep } from './finishStep.ts';
import type { Optimizer } from './optimizers.ts';
import { averagedStates } from './weightAverage.ts';

/** Decimals that f32 keeps of a norm near 4. */
const normDigits = 5;

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** Both executors start from the same f32 weights; a few dozen f32 operations lie between. */
const tolerance = 1e-5;

/** The mean over rows of (x w)^2 / 2, with w two by one; and the same with a mask for w. */
function quadratic(masked = false): Graph {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['n', 2]);
  const w = builder.parameter(parameterFrom('w', tensorFrom('f32', [2, 1], [3, -4])));
  if (masked) builder.parameter(parameterFrom('mask', tensorFrom('f32', [2, 1], [1, 0])));
  const y = builder.add('MatMul', [x, w]);
  const half = builder.add('Mul', [builder.add('Mul', [y, y]), builder.scalar(0.5)]);
  return builder.build([builder.add('ReduceMean', [half], { keepdims: 0 }, 'loss')]);
}

async function weightsAfter(
  executor: Executor,
  options: UpdateOptions,
  batches: readonly number[][],
  { rate = 0.1, masked = false } = {},
): Promise<{ w: number[]; states: Tensors }> {
  const step = await finishStep(quadratic(masked), 'loss', ['w'], options);
  const rows = batches[0].length / 2;
  const plan = await executor.compile(step.graph, { shapes: { x: [rows, 2], [step.learningRate]: [] } });
  for (const batch of batches)
    await plan.run({ x: tensorFrom('f32', [rows, 2], batch), [step.learningRate]: tensorFrom('f32', [], [rate]) });
  const states = await plan.readStates();
  return { w: Array.from(states.w.data, Number), states };
}

const close = (got: readonly number[], want: readonly number[]) =>
  got.forEach((x, i) => {
    expect(Math.abs(x - want[i])).toBeLessThan(tolerance * Math.max(1, Math.abs(want[i])));
  });

const halves = [
  [1, 0, 0, 1],
  [2, 1, -1, 1],
];
const optimizers: readonly Optimizer[] = [
  { kind: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0.1 },
  { kind: 'adam', weightDecay: 0.1 },
  { kind: 'adamw', weightDecay: 0.1 },
  { kind: 'lion', weightDecay: 0.1 },
];

describe.each(optimizers)('$kind', (optimizer) => {
  test('two halves accumulated are one batch', async () => {
    const whole = await weightsAfter(reference, { optimizer }, [halves.flat(), halves.flat()]);
    const two = await weightsAfter(reference, { optimizer, accumulate: 2 }, [...halves, ...halves]);
    close(two.w, whole.w);
    const unfinished = await weightsAfter(reference, { optimizer, accumulate: 2 }, halves.slice(0, 1));
    expect(unfinished.w).toEqual([3, -4]);
  });

  test('reference and onnx agree with everything switched on', async () => {
    const options = { optimizer, accumulate: 2, clipNorm: 0.5, average: 0.9 };
    const batches = [...halves, ...halves, ...halves];
    const [exact, single] = [
      await weightsAfter(reference, options, batches),
      await weightsAfter(onnx, options, batches),
    ];
    close(single.w, exact.w);
    close(Array.from(single.states['w.average'].data, Number), Array.from(exact.states['w.average'].data, Number));
  });
});

describe('clipping', () => {
  const sgd: Optimizer = { kind: 'sgd' };

  test('scales a long gradient to the norm, and leaves a short one', async () => {
    // One row (1, 0): the gradient is (3, 0).
    close((await weightsAfter(reference, { optimizer: sgd, clipNorm: 1 }, [[1, 0]], { rate: 1 })).w, [2, -4]);
    close((await weightsAfter(reference, { optimizer: sgd, clipNorm: 5 }, [[1, 0]], { rate: 1 })).w, [0, -4]);
  });

  test('gives the norm out', async () => {
    const step = await finishStep(quadratic(), 'loss', ['w'], { optimizer: sgd, clipNorm: 1 });
    const norm = step.gradientNorm ?? '';
    const plan = await reference.compile({ ...step.graph, outputs: [norm] }, { shapes: { x: [1, 2] } });
    const fed = { x: tensorFrom('f32', [1, 2], [0, 1]), [step.learningRate]: tensorFrom('f32', [], [0.1]) };
    expect(Number((await plan.run(fed))[norm].data[0])).toBeCloseTo(4, normDigits);
  });
});

test('what is masked is zero after an update and stays so', async () => {
  const options: UpdateOptions = { optimizer: { kind: 'adamw' }, masks: { w: 'mask' } };
  const { w } = await weightsAfter(reference, options, [...halves, ...halves], { masked: true });
  expect(Math.abs(w[1])).toBe(0);
  expect(w[0]).toBeLessThan(3);
});

test('an average takes the place of its parameter on request', async () => {
  const { states } = await weightsAfter(reference, { optimizer: { kind: 'sgd' }, average: 0.999 }, halves);
  const averaged = averagedStates(states, ['w']);
  expect(averaged.w).toBe(states['w.average']);
  expect(averaged.w).not.toEqual(states.w);
});

test('what cannot be trained is named', async () => {
  await expect(finishStep(quadratic(), 'loss', [], { optimizer: { kind: 'sgd' } })).rejects.toThrow(
    'no weights to train',
  );
});
