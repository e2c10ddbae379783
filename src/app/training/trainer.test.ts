/** The trainer over an engine that is imitated: what it asks for, and what its store says at each turn. */
import { describe, expect, test, vi } from 'vitest';
import { DecantError } from '../../core/errors.ts';
import type { ModelSummary, RunHandle, RunResult, RunTaskOptions, TrainingRecord } from '../../studio/api.ts';
import { createAppStore } from '../store/appStore.ts';
import { createTrainer } from './trainer.ts';

const model = (id: string) =>
  ({ id, name: id, inputs: [], layers: [], parameters: 10, bytes: 40 }) as never as ModelSummary;

type Told = Parameters<NonNullable<RunTaskOptions['onProgress']>>[0];

/** A run whose reports and end the test decides. */
function fakeRun(run: string) {
  let settle: { done: (result: RunResult) => void; fail: (error: Error) => void } | undefined;
  const promise = new Promise<RunResult>((done, fail) => {
    settle = { done, fail };
  });
  const calls = {
    pause: vi.fn(),
    resume: vi.fn(),
    step: vi.fn(),
    finish: vi.fn(),
    pauseAfterStage: vi.fn(),
    set: vi.fn(),
  };
  const handle = Object.assign(promise, {
    run,
    ...Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, async (value: unknown) => call(value)])),
    checkpoints: async () => [{ stage: 0, step: 50, bytes: 1, metrics: { heldOut: 0.8, agreement: 0.81 } }],
    branch: () => handle,
  }) as never as RunHandle;
  return {
    handle,
    calls,
    done: (result: RunResult) => settle?.done(result),
    fail: (error: Error) => settle?.fail(error),
  };
}

function setUp() {
  const run = fakeRun('run-1');
  let options: RunTaskOptions = {};
  const take = (given?: RunTaskOptions) => {
    options = given ?? {};
    return run.handle;
  };
  const decant = {
    run: vi.fn((_request: unknown, given?: RunTaskOptions) => take(given)),
    resumeRun: vi.fn((_run: string, given?: RunTaskOptions) => take(given)),
    branchRun: vi.fn((_run: string, _step: number, _changes: unknown, given?: RunTaskOptions) => {
      take(given);
      return fakeRun('run-2').handle;
    }),
    trainings: async () => [],
    openCheckpoint: async ({ step }: { step: number }) => model(`checkpoint-${step}`),
    close: async () => undefined,
    deleteTraining: vi.fn(async () => undefined),
  };
  const app = createAppStore({
    bases: [{ key: 'teacher', model: model('model-1') }],
    opened: { key: 'own', data: { id: 'data-1', samples: 10 } as never },
  });
  const trainer = createTrainer(decant as never, app);
  const report = (step: number, more: Partial<Told> = {}): void =>
    options.onProgress?.({
      label: 'distilling',
      done: step,
      total: 600,
      run: 'run-1',
      stage: 0,
      step,
      of: 600,
      losses: { total: 1 },
      metrics: {},
      curve: { from: step - 1, values: { total: Float32Array.of(step) } },
      ...more,
    });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { trainer, app, decant, run, report, settled, state: () => trainer.store.getState() };
}

describe('a run', () => {
  test('starts on network and data, fills its curve, and lands in side B', async () => {
    const { trainer, app, decant, run, report, settled, state } = setUp();
    await trainer.start();
    expect(decant.run.mock.calls[0]?.[0]).toMatchObject({ model: 'model-1', data: 'data-1', seed: 1 });
    expect(state()).toMatchObject({ phase: 'starting', run: 'run-1', of: 600 });
    report(1);
    report(2, { metrics: { heldOut: 0.8 } });
    await settled();
    expect(state()).toMatchObject({ phase: 'running', step: 2, student: { at: 50, model: { id: 'checkpoint-50' } } });
    expect(trainer.curve().get('total')?.length).toBe(2);
    run.done({ id: 'run-1', model: model('made'), steps: [] });
    await settled();
    expect(state()).toMatchObject({ phase: 'done', result: { id: 'made' } });
    const { sides, bases } = app.getState();
    expect(bases.find(({ key }) => key === sides.b.base)?.model.id).toBe('made');
  });

  test('is held when its stage is over, and no longer when that is taken back', async () => {
    const { trainer, run, report, settled, state } = setUp();
    trainer.choose({ form: 'distill-qat' });
    await trainer.start();
    report(1);
    trainer.holdAfterStage();
    expect(state()).toMatchObject({ holding: true, phase: 'running' });
    await settled();
    expect(run.calls.pauseAfterStage).toHaveBeenCalledOnce();
    expect(state()).toMatchObject({ holding: false, phase: 'paused' });
    trainer.resume();
    trainer.holdAfterStage();
    trainer.holdAfterStage();
    await settled();
    expect(state()).toMatchObject({ holding: false, phase: 'running' });
  });

  test('a stage that is ended early is followed by one that can be steered', async () => {
    const { trainer, report, settled, state } = setUp();
    trainer.choose({ form: 'distill-qat' });
    await trainer.start();
    report(1);
    trainer.finish();
    expect(state().phase).toBe('finishing');
    report(2);
    expect(state().phase).toBe('finishing');
    report(1, { stage: 1 });
    expect(state().phase).toBe('running');
    trainer.holdAfterStage();
    trainer.finish();
    await settled();
    expect(state()).toMatchObject({ phase: 'paused', holding: false });
  });

  test('rests, steps, goes on and takes settings, each leaving a mark', async () => {
    const { trainer, run, report, settled, state } = setUp();
    await trainer.start();
    report(1);
    trainer.step();
    expect(run.calls.step).not.toHaveBeenCalled();
    trainer.toggle();
    await settled();
    expect(state().phase).toBe('paused');
    trainer.step();
    await settled();
    expect(run.calls.step).toHaveBeenCalledOnce();
    expect(state().phase).toBe('paused');
    trainer.set({ temperature: 6 });
    trainer.set({ temperature: 8 });
    expect(run.calls.set).toHaveBeenLastCalledWith({ temperature: 8 });
    expect(state().marks).toEqual([{ at: 1, name: 'temperature', from: 4, to: 8 }]);
    trainer.toggle();
    expect(state().phase).toBe('running');
    trainer.finish();
    expect(state().phase).toBe('finishing');
  });

  test('that diverged offers the last good checkpoint at a gentler rate', async () => {
    const { trainer, decant, run, report, settled, state } = setUp();
    await trainer.start();
    report(60, { metrics: { heldOut: 0.8 } });
    await settled();
    run.fail(new DecantError('training/diverged', 'The loss of step 60 is NaN.', { lastGood: 50 }));
    await settled();
    const { problem, phase } = state();
    expect(phase).toBe('failed');
    expect(problem?.action).toMatchObject({ kind: 'branch', step: 50, learningRate: expect.closeTo(4e-4, 9) });
    if (problem) trainer.solve(problem.action);
    await settled();
    expect(decant.branchRun.mock.calls[0]?.slice(0, 2)).toEqual(['run-1', 50]);
    expect(state()).toMatchObject({ problem: null, phase: 'starting', step: 50 });
  });

  test('that is left is not heard any more', async () => {
    const { trainer, report, settled, state } = setUp();
    await trainer.start();
    report(1);
    trainer.reset();
    report(2);
    await settled();
    expect(state()).toMatchObject({ phase: 'idle', run: null, step: 0 });
  });

  test('that a reload interrupted goes on with its curve and marks', async () => {
    const { trainer, decant, report, settled, state } = setUp();
    const record = {
      run: 'run-1',
      name: 'student',
      recipe: { steps: [{ kind: 'distill', steps: 600, loss: { temperature: 4, alpha: 0.9 } }] },
      seed: 1,
      status: 'interrupted',
      when: '',
      stage: 0,
      step: 4,
      of: 600,
      marks: [{ stage: 0, step: 2, name: 'temperature', value: 8 }],
      checkpoints: [],
      stages: [],
      curve: { from: 0, every: 2, values: { total: [3, 2] } },
    } as never as TrainingRecord;
    await trainer.resumeRun(record);
    expect(decant.resumeRun.mock.calls[0]?.[0]).toBe('run-1');
    expect(state()).toMatchObject({ settings: { temperature: 8 }, marks: [{ at: 2, from: 4, to: 8 }], step: 4 });
    report(5);
    await settled();
    expect([...(trainer.curve().get('total')?.values.subarray(0, 5) ?? [])]).toEqual([3, 3, 2, 2, 5]);
  });
});

test('without data the page says so and nothing starts', async () => {
  const { trainer, app, decant, state } = setUp();
  app.getState().setOpened(null);
  await trainer.start();
  expect(decant.run).not.toHaveBeenCalled();
  expect(state().phase).toBe('idle');
  expect(state().notes[0]).toContain('Open data first');
});
