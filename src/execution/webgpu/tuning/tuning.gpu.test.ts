/** The tuner: it times what a graph can choose between, remembers it, and later compilations use it. */

import { afterAll, expect, test } from 'vitest';
import { memoryStore } from '../../../core/keyValueStore.ts';
import { createBuilder } from '../../../graph/builder.ts';
import { createWebgpuExecutor } from '../webgpuExecutor.ts';

const store = memoryStore();
const open = () => createWebgpuExecutor({ gpu: navigator.gpu, tuning: { store, browser: 'a test' } });
const executor = open();
afterAll(() => executor.dispose());

function softmax() {
  const builder = createBuilder();
  return builder.build([builder.add('Softmax', [builder.input('x', 'f32', [4, 64])])]);
}

test('measures each open question once, fastest first', async () => {
  const [row, ...others] = await executor.tune(softmax());
  expect(others).toEqual([]);
  expect(row).toMatchObject({ family: 'softmax', shapeClass: 'rows4 length64', clock: 'gpu-timestamp' });
  expect(row!.candidates.map(({ name }) => name).sort()).toEqual(['softmax_group', 'softmax_row']);
  expect(row!.winner).toBe(row!.candidates[0]!.name);
  expect(await executor.tune(softmax())).toEqual([]);
});

test('remembers across executors, by adapter and browser', async () => {
  const again = open();
  expect(await again.tuningTable()).toHaveLength(1);
  await again.dispose();
  const other = createWebgpuExecutor({ gpu: navigator.gpu, tuning: { store, browser: 'another version' } });
  expect(await other.tuningTable()).toEqual([]);
  await other.dispose();
});

test('stops when it is told to', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const builder = createBuilder();
  const graph = builder.build([builder.add('Softmax', [builder.input('x', 'f32', [2, 999])])]);
  await expect(executor.tune(graph, { signal })).rejects.toThrow('enough');
});
