/** What a reload finds again: copies, what the browser lends, tabs that do not disturb each other. */
import { expect, test } from 'vitest';
import { memorySource } from '../core/bytes/byteSource.ts';
import { memoryStore } from '../core/keyValueStore.ts';
import { createNodeSession } from '../testing/nodeSession.ts';
import type { FileShelf } from './fileShelf.ts';
import { memoryShelf } from './fileShelf.ts';
import { tidySubjects } from './library/tidySubjects.ts';
import { Subject } from './subject.ts';

const file = (name: string) => memorySource(name, new Uint8Array([1, 2, 3]));
const opened = (name: string) => ({ source: undefined, sources: [file(name)] });
const full = (): FileShelf => ({ ...memoryShelf(), keep: async () => undefined });

test('a file is copied, and its copy goes when another takes its place', async () => {
  const shelf = memoryShelf();
  const subject = new Subject(memoryStore(), shelf);
  await subject.remember('model', opened('a.onnx'), { name: 'a.onnx' });
  await subject.remember('model', opened('b.onnx'), { name: 'b.onnx' });
  const kept = await subject.recall('model');
  expect(kept?.name).toBe('b.onnx');
  expect(kept && (await subject.reopen(kept))).toMatchObject([{ name: 'b.onnx' }]);
  expect(await shelf.list()).toHaveLength(1);
});

test('a file that does not fit is remembered by its handle, without one by its name', async () => {
  const subject = new Subject(memoryStore(), full());
  const handle = { kind: 'file', name: 'big.onnx' } as FileSystemFileHandle;
  await subject.remember('model', { ...opened('big.onnx'), handles: [handle] }, { name: 'big.onnx' });
  const kept = await subject.recall('model');
  expect(kept?.place).toEqual({ kind: 'handles', handles: [handle] });
  expect(kept && (await subject.reopen(kept))).toBeUndefined();
  await subject.remember('data', opened('big.csv'), { name: 'big.csv' });
  expect((await subject.recall('data'))?.place).toEqual({ kind: 'files', key: undefined });
});

test('handles that do not cover all files are not kept', async () => {
  const subject = new Subject(memoryStore(), full());
  const handle = { kind: 'file', name: 'a.onnx' } as FileSystemFileHandle;
  const sources = [file('a.onnx'), file('a.onnx_data')];
  await subject.remember('model', { source: undefined, sources, handles: [handle] }, { name: 'a.onnx' });
  expect((await subject.recall('model'))?.place.kind).toBe('files');
});

test('a store that cannot hold handles still says what to open again', async () => {
  const store = memoryStore();
  const refusing = {
    ...store,
    set: async (key: string, value: unknown) => {
      if (JSON.stringify(value).includes('handles')) throw new Error('DataCloneError');
      await store.set(key, value);
    },
  };
  const subject = new Subject(refusing, full());
  const handle = { kind: 'file', name: 'big.onnx' } as FileSystemFileHandle;
  await subject.remember('model', { ...opened('big.onnx'), handles: [handle] }, { name: 'big.onnx' });
  expect(await subject.recall('model')).toMatchObject({ name: 'big.onnx', place: { kind: 'files' } });
});

test('each tab finds its own again, and a new one what was opened last', async () => {
  const [store, shelf] = [memoryStore(), memoryShelf()];
  const tab = (name: string) => {
    const subject = new Subject(store, shelf);
    subject.setTab(name);
    return subject;
  };
  await tab('one').remember('model', opened('a.onnx'), { name: 'a.onnx' });
  await tab('two').remember('model', opened('b.onnx'), { name: 'b.onnx' });
  expect((await tab('one').recall('model'))?.name).toBe('a.onnx');
  expect((await tab('three').recall('model'))?.name).toBe('b.onnx');
  expect(await shelf.list()).toHaveLength(2);
  await tab('two').remember('model', opened('c.onnx'), { name: 'c.onnx' });
  expect(await shelf.list()).toHaveLength(2);
});

test('subjects of tabs that are long gone are forgotten', async () => {
  const store = memoryStore();
  const place = { kind: 'named', source: 'sample:digits' };
  await store.set('subject model old', { name: 'a', place, when: '2020-01-01T00:00:00.000Z' });
  await store.set('subject model', { name: 'a', place });
  const subject = new Subject(store, memoryShelf());
  subject.setTab('new');
  await tidySubjects(store, subject);
  expect(await store.keys()).toEqual(['subject model']);
});

test('records that were damaged, or a store that cannot be read, only mean that nothing is remembered', async () => {
  const store = memoryStore();
  for (const broken of [null, 7, 'x', {}, { name: 'x', place: null }, { name: 'x', place: { kind: 'nowhere' } }]) {
    for (const role of ['model', 'second', 'data']) await store.set(`subject ${role}`, broken);
    const { model, second, data } = await createNodeSession(new Uint8Array(), { store }).reopen({ tab: 'one' });
    expect([model, second, data]).toEqual([null, null, null]);
  }
  const gone = async () => Promise.reject(new DOMException('The database connection is closing.', 'InvalidStateError'));
  const lost = { get: gone, set: gone, delete: gone, keys: gone };
  expect(await createNodeSession(new Uint8Array(), { store: lost }).reopen({ tab: 'one' })).toEqual({
    model: null,
    second: null,
    data: null,
    missing: [],
  });
});
