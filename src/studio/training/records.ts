/** Records of training runs as they are kept: what is needed to show one and to go on with it after a reload. */
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import type { ExecutorName } from '../../execution/executor.ts';
import type { Recipe } from '../../recipes/schema.ts';
import type { RunResult, TrainingRecord } from '../api.ts';
import type { Identity } from './identity.ts';

export interface StoredTraining extends Omit<TrainingRecord, 'model' | 'data' | 'result' | 'elsewhere' | 'recipe'> {
  readonly recipe: Recipe;
  readonly model?: Identity;
  readonly data?: Identity;
  /** Held-out data of its own, or a share of `data`. */
  readonly heldOut?: Identity | number;
  /** Models that the recipe names. */
  readonly named: readonly Identity[];
  readonly executor?: ExecutorName;
  /** Where it learned. */
  readonly ranOn?: ExecutorName;
  /** Of a branch whose first steps had a schedule of another length: a sentence that says so. */
  readonly otherSchedule?: string;
  /** Of the stages that are over. */
  readonly reports: RunResult['steps'];
}

/** A record that changes as its run goes on; saving one waits for the one before. */
export class KeptRecord {
  readonly #store: KeyValueStore;
  #now: StoredTraining;
  #saving: Promise<void> = Promise.resolve();
  #savedAt = 0;
  /** Gives what is made only when it is kept. */
  late: () => Partial<StoredTraining> = () => ({});

  constructor(store: KeyValueStore, record: StoredTraining) {
    this.#store = store;
    this.#now = record;
  }

  get now(): StoredTraining {
    return this.#now;
  }

  change(fields: Partial<StoredTraining>): void {
    this.#now = { ...this.#now, ...fields };
  }

  note(sentence: string): void {
    const { notes = [] } = this.#now;
    if (!notes.includes(sentence)) this.change({ notes: [...notes, sentence] });
  }

  /** Saves what it is by then; a store that fails costs the record, not the run. */
  save(): Promise<void> {
    this.#savedAt = performance.now();
    this.change(this.late());
    this.#saving = this.#saving.then(() => this.#store.set(keyOf(this.#now.run), this.#now)).catch(() => {});
    return this.#saving;
  }

  /** For what changes often. */
  saveNowAndThen(): void {
    if (performance.now() - this.#savedAt > betweenSaves) void this.save();
  }
}

export async function readRecord(store: KeyValueStore, run: string): Promise<StoredTraining | undefined> {
  const value = await store.get(keyOf(run));
  return isStored(value) ? value : undefined;
}

/** Oldest first. */
export async function readRecords(store: KeyValueStore): Promise<StoredTraining[]> {
  const keys = (await store.keys()).filter((key) => key.startsWith(prefix));
  const values = await Promise.all(keys.map((key) => store.get(key)));
  return values.filter(isStored).sort((a, b) => a.when.localeCompare(b.when));
}

/** Adds a record that came from elsewhere. */
export const keepRecord = (store: KeyValueStore, record: StoredTraining): Promise<void> =>
  store.set(keyOf(record.run), record);

export const deleteRecord = (store: KeyValueStore, run: string): Promise<void> => store.delete(keyOf(run));

// ---------------------------------------------------------------------------------------------

const prefix = 'training ';
/** Milliseconds: what a reload may forget of the numbers shown; checkpoints are saved at once. */
const betweenSaves = 1500;

const keyOf = (run: string): string => prefix + run;

const isStored = (value: unknown): value is StoredTraining =>
  typeof value === 'object' && value !== null && 'run' in value && 'recipe' in value && 'checkpoints' in value;
