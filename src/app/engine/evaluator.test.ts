/** What is asked of the engine as recipes change: nothing twice, nothing that was replaced, never less than the truth. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Decant, MeasureRequest, RunHandle, RunResult } from '../../studio/api.ts';
import { measurementOf, modelSummary } from '../../testing/answers.ts';
import type { AppStore } from '../store/appStore.ts';
import { createAppStore } from '../store/appStore.ts';
import { trustOf } from '../store/results.ts';
import { createCompressor } from './compressor.ts';
import { createEvaluator } from './evaluator.ts';
import { createImageShelf } from './imageShelf.ts';

const model = (id: string, bytes: number) => modelSummary({ id, bytes, bitsPerWeight: (bytes * 8) / 100 });

const measurement = ({ samples = 2000 }: MeasureRequest) =>
  measurementOf({ accuracy: { value: 0.9, low: 0.8, high: 0.95, n: samples } });

let store: AppStore;
let runs: number;
let asked: MeasureRequest[];
let failing: Error | null;

function setUp() {
  const fake: Partial<Decant> = {
    run: () => {
      runs++;
      const result: RunResult = { id: `run-${runs}`, model: model(`run-${runs}`, 50), steps: [] };
      return Promise.resolve(result) as RunHandle;
    },
    measure: async (request, { signal, onProgress } = {}) => {
      asked.push(request);
      await new Promise((done) => setTimeout(done, 50));
      onProgress?.({ label: 'measuring', done: 1, total: 2 }); // As a worker does that has not heard of the stop yet.
      signal?.throwIfAborted();
      if (failing) throw failing;
      return measurement(request);
    },
    close: async () => undefined,
  };
  const decant = fake as Decant;
  return createEvaluator({ decant, store, images: createImageShelf() }, createCompressor(decant));
}

beforeEach(() => {
  vi.useFakeTimers();
  [runs, asked, failing] = [0, [], null];
  store = createAppStore();
  const data = { id: 'data', name: 'digits', samples: 2000, classes: ['0', '1'], shape: [1], dtype: 'u8' as const };
  store.setState({ bases: [{ key: 'net', model: model('net', 400) }], opened: { key: 'data', data } });
});
afterEach(() => vi.useRealTimers());

const settled = () => vi.advanceTimersByTimeAsync(2000);

describe('the evaluator', () => {
  test('shows a quick estimate of what is out of date, then all samples, B against A', async () => {
    setUp().refresh();
    await vi.advanceTimersByTimeAsync(100 + 2 * 50 + 10);
    expect(trustOf(store.getState(), 'b')).toBe('estimate');
    await settled();
    expect(trustOf(store.getState(), 'b')).toBe('live');
    expect(asked.map(({ model: id, baseline, samples }) => [id, baseline, samples])).toEqual([
      ['net', undefined, 256],
      ['run-1', 'net', 256],
      ['net', undefined, undefined],
      ['run-1', 'net', undefined],
    ]);
    expect(store.getState().phase).toBe('idle');
    expect(store.getState().work).toBeNull();
  });

  test('waits until the dial stands still, and keeps what it knows', async () => {
    const evaluator = setUp();
    for (const bits of [5, 4, 3] as const) {
      store.getState().changeRecipe('b', { bits });
      evaluator.refresh();
    }
    await settled();
    expect(runs).toBe(1);
    store.getState().changeRecipe('b', { bits: 4 });
    evaluator.refresh();
    await settled();
    const before = asked.length;
    store.getState().changeRecipe('b', { bits: 3 });
    evaluator.refresh();
    await settled();
    expect(runs).toBe(2);
    expect(asked).toHaveLength(before);
    expect(trustOf(store.getState(), 'b')).toBe('live');
    expect(store.getState().runs).toHaveLength(3);
  });

  test('marks B as out of date when A changes, since its changes are counted against A', async () => {
    const evaluator = setUp();
    evaluator.refresh();
    await settled();
    store.getState().changeRecipe('a', { bits: 8 });
    expect(trustOf(store.getState(), 'b')).toBe('stale');
    evaluator.refresh();
    await settled();
    expect(asked.at(-1)).toMatchObject({ model: 'run-1', baseline: 'run-2' });
    expect(trustOf(store.getState(), 'b')).toBe('live');
  });

  test('keeps the last good result when it is stopped, and says so', async () => {
    const evaluator = setUp();
    evaluator.refresh();
    await settled();
    store.getState().changeRecipe('b', { bits: 2 });
    evaluator.refresh();
    await vi.advanceTimersByTimeAsync(120);
    evaluator.stop();
    await settled();
    expect(store.getState()).toMatchObject({ phase: 'stopped', work: null });
    expect(trustOf(store.getState(), 'b')).toBe('stale');
    expect(store.getState().results.b?.recipe.bits).toBe(4);
  });

  test('turns an error into a state and leaves the results', async () => {
    const evaluator = setUp();
    failing = Object.assign(new Error('2 GiB asked for, 1 GiB lent.'), { code: 'webgpu/out-of-memory' });
    evaluator.refresh();
    await settled();
    await vi.waitFor(() => expect(store.getState().phase).toBe('failed'));
    expect(store.getState().problem).toMatchObject({ kind: 'too-large', why: '2 GiB asked for, 1 GiB lent.' });
  });
});

test('recipes can be undone and redone', () => {
  const { changeRecipe, undo, redo, swapSides } = store.getState();
  changeRecipe('b', { bits: 3 });
  swapSides();
  expect(store.getState().sides.a.recipe.bits).toBe(3);
  undo();
  undo();
  expect(store.getState().sides.b.recipe.bits).toBe(4);
  redo();
  expect(store.getState().sides.b.recipe.bits).toBe(3);
});
