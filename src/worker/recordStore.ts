/** Small records in IndexedDB; in memory where the browser keeps nothing (private windows). */
import type { IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import { memoryStore } from '../core/keyValueStore.ts';

const table = 'records';

/** Opens the database `decant`; a browser that refuses it forgets the records with the page. */
/** A connection that the browser ends (a person clears the site's data) is opened anew with the next call. */
export function openRecordStore(): KeyValueStore {
  const inMemory = memoryStore();
  let opened: Promise<KeyValueStore> | undefined;
  const store = (): Promise<KeyValueStore> => {
    opened ??= connect(() => {
      opened = undefined;
    }).catch(() => inMemory);
    return opened;
  };
  return {
    get: async (key) => (await store()).get(key),
    set: async (key, value) => (await store()).set(key, value),
    delete: async (key) => (await store()).delete(key),
    keys: async () => (await store()).keys(),
  };
}

// ---------------------------------------------------------------------------------------------

/** Rejects also where the browser throws at the mere asking, as it does in frames that may keep nothing. */
async function connect(onEnd: () => void): Promise<KeyValueStore> {
  const upgrade = (database: IDBPDatabase): void => void database.createObjectStore(table);
  const database = await openDB('decant', 1, { upgrade, terminated: onEnd });
  return {
    get: (key) => database.get(table, key),
    set: async (key, value) => void (await database.put(table, value, key)),
    delete: (key) => database.delete(table, key),
    keys: async () => (await database.getAllKeys(table)).map(String),
  };
}
