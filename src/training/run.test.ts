/** What a run promises: curves by seed, pause and steps, settings, checkpoints and branches, and how it goes wrong. */
import { afterAll, describe, expect, test } from 'vitest';
import { DecantError } from '../core/errors.ts';
import { limit } from '../data/dataset.ts';
import { digitsDataset } from '../data/digits/digitsDataset.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { mlp } from '../models/networks.ts';
import { memoryCheckpoints, readCheckpoint } from './checkpoint.ts';
import type { TrainingProgress } from './curve.ts';
import type { LearningOptions } from './learningStep.ts';
import { learningStep } from './learningStep.ts';
import { labelObjective } from './objective.ts';
import { startTraining } from './run.ts';
import type { RunOptions } from './runOptions.ts';

/** Decimals that f32 keeps of numbers near 1. */
const lossDigits = 6;

const onnx = createOnnxExecutor({ threads: 1 });
afterAll(() => onnx.dispose());

const network = mlp({ input: [1, 28, 28], classes: 10, hidden: [16] }, 3);
const data = limit(digitsDataset({ split: 'train', count: 200 }), 200);
const options: RunOptions = {
  steps: 24,
  batch: 16,
  seed: 1,
  learningRate: 3e-3,
  schedule: { kind: 'cosine' },
  checkpointEvery: 8,
};
const stepWith = async (learning: Partial<LearningOptions> = {}) =>
  learningStep(await labelObjective(network), { optimizer: { kind: 'adamw' }, ...learning });
const totals = (values: Readonly<Record<string, Float32Array>>) => Array.from(values.total);

test('a run learns, reports each step and keeps checkpoints', async () => {
  const seen: TrainingProgress[] = [];
  const step = await stepWith();
  const run = startTraining(onnx, step, data, { ...options, onProgress: (progress) => seen.push(progress) });
  const { curve, steps, early } = await run.done;
  expect([steps, early, curve.values.total.length]).toEqual([24, false, 24]);
  expect(curve.values.total[23]).toBeLessThan(curve.values.total[0]);
  expect(seen.map(({ step: at }) => at)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  expect(Object.keys(seen[0].losses)).toEqual(['task', 'total']);
  expect(Object.keys(seen[0].metrics)).toEqual(['accuracy']);
  expect(await run.checkpoints()).toEqual([8, 16, 24]);
});

test('the ring gives the same curve as reading each step, also where it does not divide the run', async () => {
  const one = await startTraining(onnx, await stepWith(), data, options).done;
  const ringed = await startTraining(onnx, await stepWith({ ring: 7 }), data, options).done;
  expect(ringed.curve.values).toEqual(one.curve.values);
});

test('pause answers within a step, a single step is one, and the curve is the same', async () => {
  const plain = await startTraining(onnx, await stepWith(), data, options).done;
  let made = 0;
  const run = startTraining(onnx, await stepWith(), data, {
    ...options,
    onProgress: ({ step }) => {
      made = step;
    },
  });
  await run.pause();
  const atPause = made;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(made).toBe(atPause);
  await run.step();
  expect(made).toBe(atPause + 1);
  await run.step();
  expect(made).toBe(atPause + 2);
  run.resume();
  expect((await run.done).curve.values).toEqual(plain.curve.values);
});

test('a branch goes on from a checkpoint exactly as the run did, and otherwise when told to', async () => {
  const run = startTraining(onnx, await stepWith({ ring: 5 }), data, options);
  const { curve, states } = await run.done;
  const same = await (await run.branch(8)).done;
  expect(same.curve.from).toBe(8);
  expect(totals(same.curve.values)).toEqual(totals(curve.values).slice(8));
  expect(same.states['fc1.weight']).toEqual(states['fc1.weight']);
  const slower = await (await run.branch(16, { learningRate: 1e-5 })).done;
  expect(slower.states['fc1.weight']).not.toEqual(states['fc1.weight']);
  await expect(run.branch(9)).rejects.toThrow('There is no checkpoint after step 9; there are 8, 16, 24.');
});

test('a checkpoint of one ring goes on with another, and an early end leaves no step out', async () => {
  const store = memoryCheckpoints();
  const { curve } = await startTraining(onnx, await stepWith({ ring: 5 }), data, { ...options, store }).done;
  const from = await readCheckpoint(store, 8);
  const other = await startTraining(onnx, await stepWith({ ring: 3 }), data, { ...options, from }).done;
  expect(totals(other.curve.values)).toEqual(totals(curve.values).slice(8));
  const early = startTraining(onnx, await stepWith({ ring: 50 }), data, { ...options, checkpointEvery: 100 });
  await early.pause();
  await early.step();
  await early.step();
  early.finish();
  const ended = await early.done;
  expect(ended.curve.values.total).toHaveLength(ended.steps);
});

test('a run goes on from what a store holds after a reload', async () => {
  const store = memoryCheckpoints();
  const first = startTraining(onnx, await stepWith(), data, { ...options, store });
  const whole = await first.done;
  const again = await first.branch(16, { store });
  expect(totals((await again.done).curve.values)).toEqual(totals(whole.curve.values).slice(16));
});

test('settings change in mid-run, leave a mark, and unknown ones are refused', async () => {
  const run = startTraining(onnx, await stepWith(), data, options);
  await run.pause();
  run.set({ learningRate: 0, 'weight.task': 0.5 });
  expect(() => run.set({ alpha: 1 })).toThrow(
    '"alpha" is no setting of this run; there are learningRate, weight.task.',
  );
  run.resume();
  const { marks, curve } = await run.done;
  expect(marks.map(({ name, value }) => [name, value])).toEqual([
    ['learningRate', 0],
    ['weight.task', 0.5],
  ]);
  const [{ step }] = marks;
  expect(curve.values.total[step]).toBeCloseTo(curve.values.task[step] / 2, lossDigits);
});

test('finish keeps what was learned, cancel rejects, and a signal its own reason', async () => {
  const kept = startTraining(onnx, await stepWith(), data, options);
  await kept.pause();
  kept.finish();
  expect(await kept.done).toMatchObject({ early: true });
  const cancelled = startTraining(onnx, await stepWith(), data, options);
  await cancelled.pause();
  cancelled.cancel();
  await expect(cancelled.done).rejects.toThrow('The training was cancelled.');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(startTraining(onnx, await stepWith(), data, { ...options, signal }).done).rejects.toThrow('enough');
});

test('what is measured at checkpoints is kept beside the curve', async () => {
  const evaluate = async (_: unknown, step: number) => ({ heldOut: step / 100 });
  const { curve } = await startTraining(onnx, await stepWith(), data, { ...options, evaluate }).done;
  expect(curve.measured).toEqual([8, 16, 24].map((step) => ({ step, values: { heldOut: step / 100 } })));
});

describe('when it goes wrong', () => {
  test.each([1, 6])('a loss that is no number stops with step, layer and checkpoint (ring of %i)', async (ring) => {
    const step = await stepWith({ ring, optimizer: { kind: 'sgd' } });
    const run = startTraining(onnx, step, data, {
      ...options,
      checkpointEvery: 4,
      learningRate: 1e30,
      schedule: { kind: 'constant' },
    });
    const error = await run.done.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'training/diverged', data: { lastGood: 0 } });
    expect(String(error)).toMatch(
      /The loss of step \d+ is (NaN|Infinity|-Infinity).* The first layer whose (result|gradient) is no finite number is "(fc1|logits)"/,
    );
  });

  test('a loss that stays far above where it began stops too', async () => {
    const run = startTraining(onnx, await stepWith(), data, {
      ...options,
      steps: 100,
      learningRate: 1e6,
      schedule: { kind: 'constant' },
    });
    await expect(run.done).rejects.toThrow(
      'so training has diverged. The layer with the largest result is "fc1". Go on from the checkpoint after step 0 with a lower',
    );
  });

  test('a lost executor is replaced, and the curve is the same', async () => {
    const plain = await startTraining(onnx, await stepWith(), data, options).done;
    let runs = 0;
    const flaky = {
      ...onnx,
      compile: async (...given: Parameters<typeof onnx.compile>) => {
        const plan = await onnx.compile(...given);
        const run: typeof plan.run = async (...args) => {
          if (++runs === 13) throw new DecantError('webgpu/device-lost', 'The GPU device was lost.');
          return plan.run(...args);
        };
        return {
          inputShapes: plan.inputShapes,
          run,
          readStates: () => plan.readStates(),
          writeStates: (states: Parameters<typeof plan.writeStates>[0]) => plan.writeStates(states),
          dispose: () => plan.dispose(),
        };
      },
    };
    const recovered = startTraining(flaky, await stepWith(), data, { ...options, recover: async () => onnx });
    expect((await recovered.done).curve.values).toEqual(plain.curve.values);
  });

  test('data without labels and a batch too large are refused', async () => {
    const { labels: _, ...bare } = data;
    const step = await stepWith();
    expect(() => startTraining(onnx, step, bare, options)).toThrow('has no labels');
    expect(() => startTraining(onnx, step, data, { ...options, batch: 201 })).toThrow('the data has 200');
  });
});
