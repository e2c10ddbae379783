/** Small records in IndexedDB; in memory where the browser keeps nothing (private windows). */
import { openDB } from 'idb';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import { memoryStore } from '../core/keyValueStore.ts';

const table = 'records';

/** Opens the database `decant`; a browser that refuses it forgets the records with the page. */
export function openRecordStore(): KeyValueStore {
  const opened = openDB('decant', 1, { upgrade: (database) => void database.createObjectStore(table) }).then(
    (database): KeyValueStore => ({
      get: (key) => database.get(table, key),
      set: async (key, value) => void (await database.put(table, value, key)),
      delete: (key) => database.delete(table, key),
      keys: async () => (await database.getAllKeys(table)).map(String),
    }),
    () => memoryStore(),
  );
  return {
    get: async (key) => (await opened).get(key),
    set: async (key, value) => (await opened).set(key, value),
    delete: async (key) => (await opened).delete(key),
    keys: async () => (await opened).keys(),
  };
}
