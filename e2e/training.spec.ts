/**
 * Training runs and what may happen to them: a reload, a lost device, a hidden tab, full storage, a learning rate far too
 * high, a checkpoint cut in half, another tab. Nothing is lost beyond one interval, and each is said in a sentence.
 */
import type { Page } from '@playwright/test';
import { openEngine } from './engineSupport.ts';
import { expect, onePage, test } from './test.ts';

/** Steps between checkpoints. */
const interval = 20;

const page = onePage(async (own) => {
  await openEngine(own, '#test=hooks');
  await own.evaluate(watchRuns);
});

/** What a test asks of the run under way. */
interface Watched {
  start(learningRate?: number, executor?: 'webgpu' | 'onnx'): Promise<string>;
  resume(run: string): void;
  /** Until so many checkpoints are kept since the start or the resumption. */
  kept(count: number): Promise<number[]>;
  /** Steps that were reported, in order, one number each: those that were made again stand twice. */
  readonly steps: number[];
  readonly notes: string[];
  handle: ReturnType<typeof window.decant.run>;
  ended: Promise<{ code: string; message: string; data: Record<string, unknown> } | undefined>;
}

declare global {
  interface Window {
    watched: Watched;
  }
}

/** In the page: starts small runs and keeps what they report. */
function watchRuns(): void {
  const steps: number[] = [];
  const notes: string[] = [];
  const onProgress: NonNullable<Parameters<typeof window.decant.run>[1]>['onProgress'] = (progress) => {
    const { curve } = progress;
    const length = Object.values(curve?.values ?? {})[0]?.length ?? 0;
    for (let i = 1; i <= length; i++) steps.push((curve?.from ?? 0) + i);
    notes.push(...(progress.notes ?? []));
  };
  const follow = (handle: Watched['handle']) => {
    steps.length = 0;
    notes.length = 0;
    window.watched.handle = handle;
    window.watched.ended = handle.then(
      () => undefined,
      ({ code, message, data }) => ({ code, message, data }),
    );
  };
  const start = async (learningRate = 0.01, executor: 'webgpu' | 'onnx' = 'webgpu') => {
    const { id: data } = await window.decant.openData('sample:digits', { limit: 100 });
    const optimizer = { kind: 'sgd', learningRate, schedule: 'constant' };
    const model = { preset: 'mlp', hidden: [8] };
    const step = { kind: 'train', model, steps: 100_000, batch: 16, checkpointEvery: 20, optimizer };
    follow(window.decant.run({ data, executor, recipe: { version: 1, steps: [step] } }, { onProgress }));
    return window.watched.handle.run;
  };
  const kept = async (count: number) => {
    for (;;) {
      const found = await window.watched.handle.checkpoints().catch(() => []);
      if (found.length >= count) return found.map(({ step }) => step);
      await new Promise((later) => setTimeout(later, 20));
    }
  };
  const resume = (run: string) => follow(window.decant.resumeRun(run, { onProgress }));
  window.watched = { start, resume, kept, steps, notes } as Watched;
}

const begin = (own: Page, learningRate?: number) =>
  own.evaluate(async (rate) => {
    const run = await window.watched.start(rate);
    return { run, kept: await window.watched.kept(2) };
  }, learningRate);

const finish = (own: Page) =>
  own.evaluate(async () => {
    await window.watched.handle.finish();
    const error = await window.watched.ended;
    const records = await window.decant.trainings();
    const record = records.find(({ run }) => run === window.watched.handle.run);
    return { error, record, steps: window.watched.steps, notes: window.watched.notes };
  });

async function reload(own: Page): Promise<void> {
  await own.reload();
  await own.evaluate(() => window.decant.ready.then(() => undefined));
  await own.evaluate(watchRuns);
}

/** Each step from the first on at least once, and no more of them twice than lie between two checkpoints. */
function expectWhole(steps: readonly number[], first: number): void {
  const last = Math.max(...steps);
  expect(new Set(steps).size).toBe(last - first + 1);
  expect(steps.length - new Set(steps).size).toBeLessThanOrEqual(interval);
}

test('pause answers within a step, and a single step is one', async () => {
  await begin(page());
  const made = await page().evaluate(async () => {
    const { handle, steps } = window.watched;
    await handle.pause();
    const paused = steps.length;
    await new Promise((later) => setTimeout(later, 150));
    const later = steps.length;
    await handle.step();
    return { paused, later, stepped: steps.length };
  });
  expect(made).toEqual({ paused: made.paused, later: made.paused, stepped: made.paused + 1 });
  const { record } = await finish(page());
  expect(record).toMatchObject({ status: 'done' });
});

test('a device that is destroyed in mid-run costs at most an interval', async () => {
  await begin(page());
  await page().evaluate(async () => {
    await window.decantTest?.loseDevice();
    const { steps } = window.watched;
    const before = Math.max(...steps);
    while (Math.max(...steps) < before + 45) await new Promise((later) => setTimeout(later, 20));
  });
  const { error, steps, notes, record } = await finish(page());
  expect(error).toBeUndefined();
  expectWhole(steps, 1);
  expect(notes.join()).toContain('The run went back to its last checkpoint and goes on.');
  expect(record?.notes?.join()).toContain('The run went back to its last checkpoint and goes on.');
});

test('a tab that is hidden and frozen goes on where it was', async () => {
  await begin(page());
  const session = await page().context().newCDPSession(page());
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await page().waitForTimeout(300);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page().evaluate(async () => {
    const before = window.watched.steps.length;
    while (window.watched.steps.length < before + 30) await new Promise((later) => setTimeout(later, 20));
  });
  const { error, steps } = await finish(page());
  expect(error).toBeUndefined();
  expectWhole(steps, 1);
});

test('full storage is said, and the run goes on in memory', async () => {
  const { kept } = await begin(page());
  const after = await page().evaluate(async () => {
    await window.decantTest?.fillStorage(true);
    const { notes, handle } = window.watched;
    while (notes.length === 0) await new Promise((later) => setTimeout(later, 20));
    const [newest] = (await handle.checkpoints()).slice(-1);
    await handle.pause();
    const opened = await window.decant.openCheckpoint({
      run: handle.run,
      step: (await handle.checkpoints()).at(-1)?.step,
    });
    await handle.resume();
    await window.decantTest?.fillStorage(false);
    return { newest: newest.step, parameters: opened.parameters };
  });
  expect(after.newest).toBeGreaterThan(kept[1]);
  expect(after.parameters).toBeGreaterThan(0);
  const { error, notes } = await finish(page());
  expect(error).toBeUndefined();
  expect(notes.join()).toMatch(/storage of this browser is full, so .* is kept in memory alone: the run goes on/);
});

test('a learning rate of a million ends as diverged, with step, layer and a checkpoint to go on from', async () => {
  await begin(page());
  const error = await page().evaluate(async () => {
    await window.watched.handle.set({ learningRate: 1e6 });
    return window.watched.ended;
  });
  expect(error?.code).toBe('training/diverged');
  expect(error?.message).toMatch(/The loss of step \d+ is .* layer .* "[\w.]+"/);
  const lastGood = Number(error?.data.lastGood);
  expect(lastGood).toBeGreaterThanOrEqual(2 * interval);
  const branch = await page().evaluate(async (step) => {
    const parent = window.watched.handle.run;
    await window.watched.handle.branch(step, { settings: { learningRate: 0.01 }, steps: step + 30 });
    return (await window.decant.trainings()).find((record) => record.parent?.run === parent);
  }, lastGood);
  expect(branch).toMatchObject({ status: 'done', parent: { step: lastGood }, of: lastGood + 30 });
  const { record } = await finish(page());
  expect(record).toMatchObject({ status: 'diverged', why: error?.message });
});

test('a reload in mid-run goes on from the newest checkpoint, once another tab has let go', async () => {
  const { run, kept } = await begin(page());
  const other = await page().context().newPage();
  await openEngine(other);
  const elsewhere = await other.evaluate(async (id) => {
    const record = (await window.decant.trainings()).find((one) => one.run === id);
    const refused = await window.decant.resumeRun(id).catch((error: Error) => error.message);
    return { elsewhere: record?.elsewhere, refused };
  }, run);
  expect(elsewhere).toEqual({ elsewhere: true, refused: expect.stringContaining('Another tab of this browser') });
  await other.close();
  await reload(page());
  const found = await page().evaluate(async (id) => {
    const record = (await window.decant.trainings()).find((one) => one.run === id);
    window.watched.resume(id);
    while (window.watched.steps.length < 30) await new Promise((later) => setTimeout(later, 20));
    return { status: record?.status, why: record?.why, from: window.watched.steps[0] - 1 };
  }, run);
  expect(found).toMatchObject({ status: 'interrupted', why: expect.stringContaining('resume it to go on') });
  expect(found.from).toBeGreaterThanOrEqual(kept[1]);
  expect(found.from % interval).toBe(0);
  const { error, steps } = await finish(page());
  expect(error).toBeUndefined();
  expectWhole(steps, found.from + 1);
});

test('a checkpoint cut in half is passed over, and said', async () => {
  const { run } = await begin(page());
  await page().evaluate(() => window.watched.handle.pause());
  await reload(page());
  const cut = await page().evaluate(async (id) => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('runs')).getDirectoryHandle(id);
    const names: string[] = [];
    for await (const name of folder.keys()) if (name.endsWith('.ckpt')) names.push(name);
    const [newest] = names.sort().slice(-1);
    const file = await folder.getFileHandle(newest);
    const writable = await file.createWritable({ keepExistingData: true });
    await writable.truncate(Math.floor((await file.getFile()).size / 2));
    await writable.close();
    window.watched.resume(id);
    while (window.watched.steps.length < 25) await new Promise((later) => setTimeout(later, 20));
    return { step: Number(/step-(\d+)/.exec(newest)?.[1]), from: window.watched.steps[0] - 1 };
  }, run);
  expect(cut.from).toBe(cut.step - interval);
  const { error, notes } = await finish(page());
  expect(error).toBeUndefined();
  expect(notes.join()).toContain(`The checkpoint after step ${cut.step} is not whole, so it was passed over`);
});
