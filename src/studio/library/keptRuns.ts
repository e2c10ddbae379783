/**
 * The runs that are kept: one record each in the host's store, changed under a lock that all tabs share. The id of a run
 * is made of what was measured and where, so that measuring again, importing twice and two tabs never double it.
 */
import { createSha256 } from '../../core/bytes/sha256.ts';
import { DecantError } from '../../core/errors.ts';
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import type { KeptChange, KeptRun } from '../apiLibrary.ts';
import type { Receipt } from '../apiResults.ts';
import type { Tabs } from '../tabs.ts';
import { keptRunIn } from './keptSchema.ts';

const prefix = 'kept ';
const lock = 'library';

/** How long a deletion can be undone; longer than anyone looks at the word "Undo". */
const undoMs = 10 * 60_000;

export class KeptRuns {
  readonly #store: KeyValueStore;
  readonly #tabs: Tabs;

  constructor(store: KeyValueStore, tabs: Tabs) {
    this.#store = store;
    this.#tabs = tabs;
  }

  /** Newest first. Deletions that can no longer be undone are carried out; `forget` is told of each. */
  async list(forget: (run: KeptRun) => Promise<void> = async () => {}): Promise<readonly KeptRun[]> {
    const runs = await this.#all();
    const now = Date.now();
    const gone = runs.filter(({ discarded }) => discarded !== undefined && now - Date.parse(discarded) > undoMs);
    for (const run of gone) {
      await this.#store.delete(prefix + run.id);
      await forget(run);
    }
    return runs
      .filter((run) => !gone.includes(run))
      .sort((a, b) => b.receipt.provenance.when.localeCompare(a.receipt.provenance.when));
  }

  /** Adds a result, or brings the one that is there up to date; what a person has said of it stays. */
  put(receipt: Receipt, facts: Pick<KeptRun, 'title' | 'parameters'>): Promise<KeptRun> {
    return this.#write(async () => {
      const id = idOf(receipt, facts.title);
      const { discarded: _, ...before } = (await this.find(id)) ?? { name: null, pinned: false };
      return { ...before, id, ...facts, receipt };
    });
  }

  /** Adds a run that came from elsewhere. False when it is here already. */
  async add(run: KeptRun): Promise<boolean> {
    const before = await this.find(run.id);
    if (before && before.discarded === undefined) return false;
    await this.#write(async () => run);
    return true;
  }

  async find(id: string): Promise<KeptRun | undefined> {
    return keptRunIn(await this.#store.get(prefix + id));
  }

  /** @throws DecantError `studio/unknown-id` when no such run is kept */
  async get(id: string): Promise<KeptRun> {
    const run = await this.find(id);
    if (run) return run;
    throw new DecantError('studio/unknown-id', `No run "${id}" is kept; it may have been deleted in another tab.`, {
      id,
    });
  }

  change(id: string, { name, pinned, discarded }: KeptChange): Promise<KeptRun> {
    return this.#write(async () => {
      const { discarded: before, ...run } = await this.get(id);
      if (pinned) await this.#unpin(run);
      const gone = discarded ?? before !== undefined;
      return {
        ...run,
        ...(name === undefined ? {} : { name: tidy(name) }),
        ...(pinned === undefined ? {} : { pinned }),
        ...(gone ? { discarded: before ?? new Date().toISOString() } : {}),
      };
    });
  }

  setWeights(id: string, weights: KeptRun['weights']): Promise<KeptRun> {
    return this.#write(async () => {
      const { weights: _, ...run } = await this.get(id);
      return { ...run, ...(weights ? { weights } : {}) };
    });
  }

  // -------------------------------------------------------------------------------------------

  async #all(): Promise<KeptRun[]> {
    const keys = (await this.#store.keys()).filter((key) => key.startsWith(prefix));
    const values = await Promise.all(keys.map((key) => this.#store.get(key)));
    return values.flatMap((value) => keptRunIn(value) ?? []);
  }

  /** One baseline for each model and data. */
  async #unpin(run: KeptRun): Promise<void> {
    const others = (await this.#all()).filter(({ id, pinned }) => pinned && id !== run.id);
    for (const other of others) {
      if (subjectOf(other.receipt) !== subjectOf(run.receipt)) continue;
      await this.#store.set(prefix + other.id, { ...other, pinned: false });
    }
  }

  async #write(make: () => Promise<KeptRun>): Promise<KeptRun> {
    const run = await this.#tabs.exclusive(lock, async () => {
      const made = await make();
      await this.#store.set(prefix + made.id, made).catch(inWords);
      return made;
    });
    this.#tabs.tell();
    return run;
  }
}

/** Model and data by content: runs of one subject can be compared. */
const subjectOf = ({ model, data }: Receipt): string =>
  [model.sha256, JSON.stringify(model.input ?? null), data?.sha256 ?? 'none', data?.samples ?? 0].join(' ');

/**
 * The same for the same result, whoever measured it when.
 *
 * @param title counts where the recipe trains: one recipe then makes many networks, one at each step
 */
export function idOf(receipt: Receipt, title: string): string {
  const { recipe, runs, seed, batch, provenance } = receipt;
  const hash = createSha256();
  const facts: unknown[] = [subjectOf(receipt), recipe, seed, batch, provenance.executor, provenance.device];
  if (trains(recipe)) facts.push(title);
  if (runs) facts.push(runs);
  hash.update(new TextEncoder().encode(JSON.stringify(facts)));
  return hash.digest().slice(0, idLetters);
}

// ---------------------------------------------------------------------------------------------

/** @throws DecantError `studio/storage-full` in the place of what the browser throws */
function inWords(error: unknown): never {
  if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
  throw new DecantError(
    'studio/storage-full',
    'This browser has no room left, so the run could not be kept. Delete a network under "Kept in this browser", or save everything as an archive.',
  );
}

function trains(recipe: unknown): boolean {
  const steps = typeof recipe === 'object' && recipe !== null && 'steps' in recipe ? recipe.steps : [];
  return Array.isArray(steps) && steps.some(({ kind }) => kind !== 'quantize');
}

/** 96 bits: no two results will meet. */
const idLetters = 24;

const longestName = 120;

function tidy(name: string | null): string | null {
  const words = name?.replaceAll(/\s+/g, ' ').trim().slice(0, longestName) ?? '';
  return words === '' ? null : words;
}
