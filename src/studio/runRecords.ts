/** Records of what was run: small, kept in the store that the host gives. */
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { RunRecord } from './api.ts';

const prefix = 'run ';

export class RunRecords {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async add(run: Omit<RunRecord, 'id' | 'when'>, id: string): Promise<RunRecord> {
    const record = { ...run, id, when: new Date().toISOString() };
    await this.#store.set(prefix + record.id, record);
    return record;
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
}

// ---------------------------------------------------------------------------------------------

const isRecord = (value: unknown): value is RunRecord =>
  typeof value === 'object' && value !== null && 'recipe' in value && 'when' in value;
