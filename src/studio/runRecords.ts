/** Records of what was run: small, kept in the store that the host gives. */
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { RunRecord } from './api.ts';

const prefix = 'run ';

/** Every turn of a dial is a run: only so many of them are remembered. */
const mostRecords = 500;
const prunedEvery = 50;

export class RunRecords {
  readonly #store: KeyValueStore;
  #added = 0;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async add(run: Omit<RunRecord, 'id' | 'when'>, id: string): Promise<RunRecord> {
    const record = { ...run, id, when: new Date().toISOString() };
    // A full store must not undo the run; the result is kept apart, and says when that fails.
    await this.#store.set(prefix + record.id, record).catch(() => {});
    if (++this.#added % prunedEvery === 0) await this.#prune().catch(() => {});
    return record;
  }

  /** Takes records from elsewhere; those that are here already stay. */
  async take(records: readonly RunRecord[]): Promise<void> {
    for (const record of records) {
      const known = (await this.#store.get(prefix + record.id)) !== undefined;
      if (!known) await this.#store.set(prefix + record.id, record);
    }
    await this.#prune();
  }

  /** Oldest first. */
  async list(): Promise<readonly RunRecord[]> {
    const keys = (await this.#store.keys()).filter((key) => key.startsWith(prefix));
    const records = (await Promise.all(keys.map((key) => this.#store.get(key)))).filter(isRecord);
    return records.sort((a, b) => a.when.localeCompare(b.when));
  }

  /** True when there was such a run. */
  async delete(id: string): Promise<boolean> {
    const known = (await this.#store.get(prefix + id)) !== undefined;
    if (known) await this.#store.delete(prefix + id);
    return known;
  }

  async #prune(): Promise<void> {
    const records = await this.list();
    for (const { id } of records.slice(0, Math.max(0, records.length - mostRecords))) await this.delete(id);
  }
}

// ---------------------------------------------------------------------------------------------

const isRecord = (value: unknown): value is RunRecord =>
  typeof value === 'object' && value !== null && 'recipe' in value && 'when' in value;
