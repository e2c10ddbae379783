/** Where the browser refuses its database, or ends the connection: records then lie in memory, and nothing throws. */
import { afterEach, expect, test, vi } from 'vitest';
import { openRecordStore } from './recordStore.ts';

afterEach(() => void vi.unstubAllGlobals());

test.each<[string, unknown]>([
  ['throws when it is asked, as in a frame that may keep nothing', { open: () => refuse() }],
  ['is not there', undefined],
])('a database that %s leaves a store in memory', async (_, indexedDB) => {
  vi.stubGlobal('indexedDB', indexedDB);
  const store = openRecordStore();
  await store.set('a', { b: 1 });
  expect(await store.get('a')).toEqual({ b: 1 });
  expect(await store.keys()).toEqual(['a']);
  await store.delete('a');
  expect(await store.get('a')).toBeUndefined();
});

function refuse(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}
