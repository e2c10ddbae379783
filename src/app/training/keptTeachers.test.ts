/** Which kept networks may teach, and that one is opened when it is chosen, once. */
import { expect, test, vi } from 'vitest';
import type { ModelSummary } from '../../studio/api.ts';
import { createTeacherShelf, keptTeachers } from './keptTeachers.ts';

const model = (id: string) => ({ id, name: id }) as never as ModelSummary;
const weights = { key: 'files-1', name: 'a.onnx', bytes: 9 };

test('finished runs that are not open, and results with weights that are not deleted', () => {
  const records = [
    { run: 'run-1', name: 'student', status: 'done' as const },
    { run: 'run-2', name: 'open', status: 'done' as const, result: model('model-2') },
    { run: 'run-3', name: 'half', status: 'stopped' as const },
  ];
  const runs = [
    { id: 'a', name: 'mine', title: 'int8', weights },
    { id: 'b', name: null, title: 'int4', weights },
    { id: 'c', name: null, title: 'gone', weights, discarded: '2025-01-01' },
    { id: 'd', name: null, title: 'figures alone' },
  ];
  expect(keptTeachers(records, runs).map(({ name }) => name)).toEqual(['student', 'mine', 'int4']);
});

test('is opened when chosen, once; what could not be opened is tried again', async () => {
  const openCheckpoint = vi.fn(async ({ run }: { run: string }) => model(run));
  const keptWeights = vi.fn(async (id: string) => new File([], `${id}.onnx`));
  const openModel = vi.fn(async () => model('model-9'));
  const shelf = createTeacherShelf({ openCheckpoint, keptWeights, openModel });
  const [student, mine] = keptTeachers(
    [{ run: 'run-1', name: 'student', status: 'done' }],
    [{ id: 'a', name: 'mine', title: 'int8', weights }],
  );
  expect((await shelf.open(student)).id).toBe('run-1');
  expect((await shelf.open(mine)).id).toBe('model-9');
  await shelf.open(student);
  expect(openCheckpoint).toHaveBeenCalledTimes(1);
  expect(openModel).toHaveBeenCalledWith(expect.any(File), { name: 'mine', remember: false });
  keptWeights.mockRejectedValueOnce(new Error('gone'));
  const other = { ...mine, key: 'kept z' };
  await expect(shelf.open(other)).rejects.toThrow('gone');
  expect((await shelf.open(other)).id).toBe('model-9');
});
