/** A deleted run is off the list at once, comes back when asked, and is gone for good only after a while. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TrainingRecord } from '../../studio/api.ts';
import { createForgetting } from './forgetting.ts';
import type { RunStage } from './runStage.ts';
import type { TrainingState } from './state.ts';
import { INITIAL } from './state.ts';

const record = (run: string) => ({ run, name: run, status: 'done' }) as TrainingRecord;

function setUp() {
  const store = createStore<TrainingState>()(() => ({ ...INITIAL, records: [record('a'), record('b')] }));
  const deleteTraining = vi.fn(async (_run: string) => undefined);
  const stage = { store, say: vi.fn(), refreshRecords: vi.fn(async () => undefined) } as never as RunStage;
  return { store, deleteTraining, stage, forgetting: createForgetting({ deleteTraining }, stage) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a deletion can be undone, and is carried out when nobody does', () => {
  const { store, deleteTraining, forgetting } = setUp();
  forgetting.forget(record('a'));
  expect(store.getState()).toMatchObject({ forgotten: { run: 'a' }, records: [{ run: 'b' }] });
  forgetting.undo();
  expect(store.getState().forgotten).toBeNull();
  vi.advanceTimersByTime(60_000);
  expect(deleteTraining).not.toHaveBeenCalled();
  forgetting.forget(record('b'));
  vi.advanceTimersByTime(60_000);
  expect(deleteTraining.mock.calls).toEqual([['b']]);
});

test('the next deletion carries out the one before', () => {
  const { store, deleteTraining, forgetting } = setUp();
  forgetting.forget(record('a'));
  forgetting.forget(record('b'));
  expect(deleteTraining.mock.calls).toEqual([['a']]);
  expect(store.getState().forgotten?.run).toBe('b');
});
