/** Training runs of a session in Node: handles, records, going on after a reload, branches, checkpoints, what is kept. */
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import { memoryStore } from '../../core/keyValueStore.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import { idxFile } from '../../testing/dataFiles.ts';
import { createNodeSession, fileOf } from '../../testing/nodeSession.ts';
import type { RunRequest, TrainingReport } from '../api.ts';
import type { Session } from '../session.ts';
import type { RunStorage } from './runFiles.ts';
import { memoryLocks, memoryRunFiles } from './runFiles.ts';

const step = {
  steps: 40,
  batch: 16,
  checkpointEvery: 10,
  optimizer: { kind: 'sgd', learningRate: 0.05, schedule: 'constant' },
};
const small = { preset: 'mlp', hidden: [8] };
const recipeOf = (...steps: object[]) => ({ version: 1, steps });
const trainSmall = recipeOf({ kind: 'train', model: small, ...step });

/** A browser's storage, which outlives the sessions in it. */
interface Browser {
  readonly store: KeyValueStore;
  readonly storage: RunStorage;
}

const newBrowser = (): Browser => ({
  store: memoryStore(),
  storage: { files: memoryRunFiles(), locks: memoryLocks() },
});

/** A page of that browser: another one is what a reload leaves. */
async function openPage({ store, storage }: Browser, noise = 0): Promise<{ session: Session; data: string }> {
  const session = createNodeSession(new Uint8Array(), { store, runStorage: async () => storage });
  for (let i = 0; i < noise; i++) await session.openData('sample:digits', { limit: 10 });
  const { id: data } = await session.openData('sample:digits', { limit: 120 });
  return { session, data };
}

const trainIn = (session: Session, data: string, request: Partial<RunRequest> = {}) =>
  session.run({ data, recipe: trainSmall, executor: 'onnx', ...request });

test('a run gives a handle at once, reports what it does, and leaves a model and a record', async () => {
  const { session, data } = await openPage(newBrowser());
  const reports: TrainingReport[] = [];
  const handle = session.run(
    { data, recipe: trainSmall, executor: 'onnx', seed: 3 },
    { onProgress: (progress) => 'losses' in progress && reports.push(progress as TrainingReport) },
  );
  expect(handle.run).toMatch(/^run-/);
  const { id, model, steps } = await handle;
  expect(id).toBe(handle.run);
  expect([model.format, steps[0].kind]).toEqual(['run', 'train']);
  expect(steps[0].report.notes.join()).toContain('Learned from 108 samples');
  const last = reports.at(-1)!;
  expect(last).toMatchObject({ run: id, stage: 0, kind: 'train', step: 40, of: 40, executor: 'onnx' });
  expect(last.metrics).toEqual({ accuracy: expect.any(Number), heldOut: expect.any(Number) });
  expect(last.losses.total).toBeGreaterThan(0);
  // Together the reports hold every step once.
  const told = reports.flatMap(({ curve }) => Array.from(curve.values.total ?? []));
  expect(told).toHaveLength(40);
  const [record] = await session.trainings();
  expect(record).toMatchObject({ run: id, status: 'done', step: 40, seed: 3, result: { id: model.id } });
  expect(record.checkpoints.map((checkpoint) => checkpoint.step)).toEqual([10, 20, 30, 40]);
  expect(record.checkpoints[3].metrics.heldOut).toBeGreaterThanOrEqual(0);
  expect(record.curve.values.total).toHaveLength(40);
  expect(record.stages).toMatchObject([{ kind: 'train', parameters: model.parameters }]);
});

test('pause, a step, a setting, resume and finish reach the network that learns', async () => {
  const { session, data } = await openPage(newBrowser());
  let at = 0;
  const recipe = recipeOf({ kind: 'train', model: small, ...step, steps: 5000, checkpointEvery: 1000 });
  const handle = session.run(
    { data, recipe, executor: 'onnx' },
    {
      onProgress: ({ step: made = at }) => {
        at = made;
      },
    },
  );
  await handle.pause();
  await handle.step();
  const before = at;
  await handle.step();
  expect(at).toBe(before + 1);
  expect((await session.trainings())[0].status).toBe('paused');
  await handle.set({ learningRate: 0.01 });
  await expect(handle.set({ temperature: 2 })).rejects.toThrow('there are learningRate, weight.task.');
  await handle.resume();
  await handle.pause();
  await handle.finish();
  await handle;
  const [record] = await session.trainings();
  expect(record).toMatchObject({ status: 'done', marks: [{ stage: 0, name: 'learningRate', value: 0.01 }] });
  expect(record.step).toBeLessThan(5000);
  await handle.pause();
  await expect(handle.set({ learningRate: 1 })).rejects.toThrow('The run is over');
});

describe('after a reload', () => {
  /** Runs until a checkpoint, then leaves the page without a word. */
  async function interrupted(browser: Browser, page = openPage(browser)): Promise<string> {
    const { session, data } = await page;
    const handle = trainIn(session, data);
    handle.catch(() => {});
    for (;;) {
      await handle.pause();
      if ((await handle.checkpoints()).length >= 2) break;
      await handle.resume();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return handle.run;
  }
  /** The locks of a page that is gone are gone. */
  const reloaded = (browser: Browser): Browser => ({
    ...browser,
    storage: { ...browser.storage, locks: memoryLocks() },
  });

  test('a run goes on from its newest whole checkpoint and ends as if nothing had been', async () => {
    const whole = await openPage(newBrowser());
    const expected = await trainIn(whole.session, whole.data);
    const [plain] = await whole.session.trainings();
    const browser = newBrowser();
    const run = await interrupted(browser);
    // What is built in is opened again; here the ids are others than before.
    const { session } = await openPage(reloaded(browser), 1);
    const [record] = await session.trainings();
    expect(record).toMatchObject({ run, status: 'interrupted', why: expect.stringContaining('resume it to go on') });
    const { model } = await session.resumeRun(run);
    expect(model.parameters).toBe(expected.model.parameters);
    const [ended] = await session.trainings();
    expect(ended.status).toBe('done');
    expect(ended.curve.values.total).toEqual(plain.curve.values.total);
    expect(ended.checkpoints.at(-1)).toEqual(plain.checkpoints.at(-1));
  });

  test('a checkpoint cut in half is passed over with a sentence', async () => {
    const browser = newBrowser();
    const run = await interrupted(browser);
    const files = browser.storage.files.of(run);
    const names = (await files.names()).filter((name) => name.endsWith('.ckpt')).sort();
    const newest = names.at(-1)!;
    await files.write(newest, (await files.read(newest))!.slice(0, 100));
    const { session } = await openPage(reloaded(browser));
    await session.resumeRun(run);
    const [record] = await session.trainings();
    expect(record.notes?.join()).toMatch(/The checkpoint after step \d+ is not whole, so it was passed over/);
    expect(record.status).toBe('done');
  });

  test('what the run works on must be open, and another tab must not have it', async () => {
    const browser = newBrowser();
    const own = createNodeSession(new Uint8Array(), { store: browser.store, runStorage: async () => browser.storage });
    const values = Uint8Array.from({ length: 60 * 784 }, (_, i) => (i * 37) % 251);
    const files = [
      fileOf('own.idx3', idxFile(8, [60, 28, 28], values)),
      fileOf(
        'own.idx1',
        idxFile(
          8,
          [60],
          new Uint8Array(60).map((_, i) => i % 10),
        ),
      ),
    ];
    const { id: data } = await own.openData(files);
    const run = await interrupted(browser, Promise.resolve({ session: own, data }));
    const bare = createNodeSession(new Uint8Array(), {
      runStorage: async () => reloaded(browser).storage,
      store: browser.store,
    });
    await expect(bare.resumeRun(run)).rejects.toMatchObject({
      code: 'training/not-open',
      message: expect.stringMatching(/^The run goes on with the data "own.*, which is not open/),
    });
    const other = await openPage(browser);
    expect((await other.session.trainings())[0]).toMatchObject({ status: 'paused', elsewhere: true });
    await expect(other.session.resumeRun(run)).rejects.toMatchObject({ code: 'training/elsewhere' });
    await expect(other.session.deleteTraining(run)).rejects.toMatchObject({ code: 'training/elsewhere' });
  });

  test('a pipeline goes on in the stage where it stood', async () => {
    const browser = newBrowser();
    const pipeline = recipeOf(
      { kind: 'train', model: { preset: 'mlp', hidden: [12] }, ...step, steps: 5 },
      { kind: 'distill', teacher: 'current', student: small, ...step },
      { kind: 'quantize', weights: { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' } },
    );
    const { session, data } = await openPage(browser);
    const handle = trainIn(session, data, { recipe: pipeline });
    handle.catch(() => {});
    while (!(await handle.checkpoints()).some(({ stage }) => stage === 1)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await handle.pause();
    const again = await openPage(reloaded(browser));
    const { steps, model } = await again.session.resumeRun(handle.run);
    expect(steps.map(({ kind }) => kind)).toEqual(['train', 'distill', 'quantize']);
    expect(model.bitsPerWeight).toBeLessThan(16);
    const [record] = await again.session.trainings();
    expect(record.stages.map(({ kind }) => kind)).toEqual(['train', 'distill', 'quantize']);
    expect(record.checkpoints.filter(({ stage }) => stage === 1).at(-1)?.metrics).toHaveProperty('agreement');
  });
});

test('a pipeline that was stopped goes on from there, measured on data of its own', async () => {
  const { session, data } = await openPage(newBrowser());
  const { id: heldOut } = await session.openData('sample:digits-train', { limit: 30 });
  const pipeline = recipeOf(
    { kind: 'train', model: small, ...step, steps: 5 },
    { kind: 'prune', method: 'magnitude', sparsity: 0.5 },
    { kind: 'distill', teacher: 'current', student: small, ...step, steps: 5 },
  );
  const controller = new AbortController();
  const request = { data, heldOut, recipe: pipeline, executor: 'onnx' as const };
  const onProgress = ({ stage, step: made, of }: Partial<TrainingReport>) => {
    if (stage === 0 && made === of) controller.abort();
  };
  const handle = session.run(request, { signal: controller.signal, onProgress });
  await expect(handle).rejects.toMatchObject({ name: 'AbortError' });
  const [stopped] = await session.trainings();
  expect(stopped).toMatchObject({ status: 'stopped', why: 'Stopped after step 5 of 5.' });
  const { steps } = await session.resumeRun(handle.run);
  expect(steps.map(({ kind }) => kind)).toEqual(['train', 'prune', 'distill']);
  expect(steps[0].report.notes.join()).toContain('Measured on 30 samples of Handwritten-like digits (train).');
  const [done] = await session.trainings();
  expect(done.stages.map(({ metrics }) => Object.keys(metrics))).toEqual([['heldOut'], ['heldOut'], ['heldOut']]);
  for (const { speed, measuredOn } of done.stages) {
    expect(measuredOn).toEqual({ name: 'Handwritten-like digits (train)', samples: 30 });
    expect(speed).toMatchObject({ batch: 1, executor: 'onnx' });
    expect(speed?.n).toBeGreaterThanOrEqual(7);
    expect(speed?.p10).toBeLessThanOrEqual(speed?.medianMs ?? 0);
    expect(speed?.medianMs).toBeLessThanOrEqual(speed?.p90 ?? 0);
  }
  await expect(session.resumeRun(handle.run)).rejects.toMatchObject({ code: 'training/over' });
});

test('a chain is held between two of its stages and goes on from there, and stages are told as they come', async () => {
  const { session, data } = await openPage(newBrowser());
  const chain = recipeOf(
    { kind: 'train', model: small, ...step, steps: 5 },
    { kind: 'prune', method: 'magnitude', sparsity: 0.5 },
    { kind: 'quantize', weights: { bits: 8, strategy: 'channel' } },
  );
  const told: string[] = [];
  const handle = session.run(
    { data, recipe: chain, executor: 'onnx' },
    { onProgress: ({ stages }) => stages && told.push(stages.map(({ kind }) => kind).join(' ')) },
  );
  await handle.pauseAfterStage();
  expect(told).toEqual(['train']);
  expect((await session.trainings())[0]).toMatchObject({ status: 'paused', stage: 1 });
  await handle.resume();
  await handle;
  expect(told).toEqual(['train', 'train prune', 'train prune quantize']);
  await handle.pauseAfterStage();
});

test('a branch is a run of its own with a parent, and changes what it is told to', async () => {
  const { session, data } = await openPage(newBrowser());
  const handle = trainIn(session, data);
  await handle;
  const branch = handle.branch(20, { settings: { learningRate: 0.001 }, steps: 30, name: 'slower' });
  await branch;
  const [, record] = await session.trainings();
  expect(record).toMatchObject({
    run: branch.run,
    name: 'slower',
    parent: { run: handle.run, step: 20 },
    of: 30,
    marks: [{ stage: 0, step: 20, name: 'learningRate', value: 0.001 }],
  });
  expect(record.curve).toMatchObject({ from: 20, every: 1 });
  expect(record.curve.values.total).toHaveLength(10);
  await expect(session.branchRun(handle.run, 21)).rejects.toThrow('There is no checkpoint after step 21');
});

test('a checkpoint opens as a model, the step as a file, and a deleted run is gone', async () => {
  const browser = newBrowser();
  const { session, data } = await openPage(browser);
  const { id: run, model } = await trainIn(session, data);
  const early = await session.openCheckpoint({ run, step: 10 });
  const late = await session.openCheckpoint({ run, step: 40 });
  expect(early.parameters).toBe(model.parameters);
  const answers = async (id: string) =>
    (await session.measure({ model: id, data, skipSpeed: true, executor: 'onnx' })).quality;
  const same = await session.measure({ model: late.id, baseline: model.id, data, skipSpeed: true, executor: 'onnx' });
  expect(same.quality.agreement?.value).toBe(1);
  expect((await answers(early.id)).accuracy?.value).toBeLessThanOrEqual(1);
  const file = await session.exportTrainingStep(run);
  const graph = await readOnnx(memorySource(file.name, file.bytes));
  expect(graph.states.map(({ value }) => value).sort()).toEqual(Object.values(file.states).sort());
  expect(file.inputs).toEqual(graph.inputs.map(({ name }) => name));
  // Another page opens what was finished, from what is kept.
  const again = await openPage(browser);
  expect((await again.session.openCheckpoint({ run })).parameters).toBe(model.parameters);
  await session.deleteTraining(run);
  expect(await session.trainings()).toEqual([]);
  expect(await browser.storage.files.of(run).names()).toEqual([]);
});

test('a run that cannot begin leaves no record', async () => {
  const { session } = await openPage(newBrowser());
  await expect(session.run({ recipe: trainSmall })).rejects.toThrow('steps[0]: A network from a preset nee');
  expect(await session.trainings()).toEqual([]);
});

test('a run that diverges says where, and offers the last good checkpoint', async () => {
  const { session, data } = await openPage(newBrowser());
  const steep = { ...step, optimizer: { kind: 'sgd', learningRate: 1e6, schedule: 'constant' } };
  const handle = trainIn(session, data, { recipe: recipeOf({ kind: 'train', model: small, ...steep }) });
  const error = await handle.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'training/diverged', data: { run: handle.run, lastGood: 0, stage: 0 } });
  expect((await session.trainings())[0]).toMatchObject({
    status: 'diverged',
    why: expect.stringMatching(/diverged.* layer /),
  });
});
