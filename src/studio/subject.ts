/**
 * What is open, remembered so that a reload finds it again: model, second model and data, by where they lie. Each tab
 * has its own; a new tab begins with what was opened last in any.
 */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { InputAdaptation } from './api.ts';
import type { FileShelf } from './fileShelf.ts';

export interface Kept {
  readonly name: string;
  /**
   * The built-in sample or an address; files on the shelf, or none when they did not fit; or what the browser lends of
   * files that did not fit, to be asked for again.
   */
  readonly place:
    | { readonly kind: 'named'; readonly source: string }
    | { readonly kind: 'files'; readonly key: string | undefined }
    | { readonly kind: 'handles'; readonly handles: readonly FileSystemFileHandle[] };
  readonly input?: InputAdaptation;
  readonly limit?: number;
  /** ISO 8601, when it was opened. */
  readonly when?: string;
}

export type Role = 'model' | 'second' | 'data';

/** What was opened, and what else the browser lends of it. */
export interface Opened {
  readonly source: unknown;
  readonly sources: readonly ByteSource[];
  /** One for each of the sources, or none. */
  readonly handles?: readonly FileSystemFileHandle[];
}

export class Subject {
  readonly #store: KeyValueStore;
  readonly #shelf: FileShelf;
  #tab: string | undefined;

  constructor(store: KeyValueStore, shelf: FileShelf) {
    this.#store = store;
    this.#shelf = shelf;
  }

  /** From now on this is the session of that tab. */
  setTab(tab: string): void {
    this.#tab = tab;
  }

  /** Remembers what was opened in a role, in the place of what was there; files are copied when they fit. */
  async remember(
    role: Role,
    { source, sources, handles }: Opened,
    kept: Omit<Kept, 'place'>,
    signal?: AbortSignal,
  ): Promise<void> {
    const place = await this.#placeOf(source, sources, handles, signal);
    await this.#put(role, { ...kept, place, when: new Date().toISOString() });
  }

  async forget(role: Role): Promise<void> {
    const before = await this.recall(role);
    for (const key of this.#keys(role)) await this.#store.delete(key);
    await this.#release(before);
  }

  /** What this tab had open; else what was opened last in any tab. */
  async recall(role: Role): Promise<Kept | undefined> {
    for (const key of this.#keys(role)) {
      const value = await this.#store.get(key);
      if (isKept(value)) return value;
    }
    return undefined;
  }

  /** What opens it again: a name, or files; undefined when the files must be given once more. */
  async reopen({ place }: Kept): Promise<string | readonly ByteSource[] | undefined> {
    switch (place.kind) {
      case 'named':
        return place.source;
      case 'files':
        return place.key === undefined ? undefined : this.#shelf.open(place.key);
      case 'handles':
        return undefined;
      default:
        return place satisfies never;
    }
  }

  /** Everything that any tab remembers, by its role. */
  async all(): Promise<{ role: Role; kept: Kept }[]> {
    const keys = (await this.#store.keys()).filter((key) => key.startsWith(prefix));
    const values = await Promise.all(keys.map(async (key) => ({ key, kept: await this.#store.get(key) })));
    return values.flatMap(({ key, kept }) => {
      const role = ROLES.find((name) => key.slice(prefix.length).split(' ')[0] === name);
      return role && isKept(kept) ? [{ role, kept }] : [];
    });
  }

  /** The keys of this tab's own records, and of those that new tabs begin with. */
  ownKeys(): string[] {
    return ROLES.flatMap((role) => this.#keys(role));
  }

  // -------------------------------------------------------------------------------------------

  async #placeOf(
    source: unknown,
    sources: readonly ByteSource[],
    handles: readonly FileSystemFileHandle[] = [],
    signal?: AbortSignal,
  ): Promise<Kept['place']> {
    if (typeof source === 'string') return { kind: 'named', source };
    const key = await this.#shelf.keep(sources, signal);
    const lent = key === undefined && handles.length === sources.length && handles.length > 0;
    return lent ? { kind: 'handles', handles } : { kind: 'files', key };
  }

  async #put(role: Role, kept: Kept): Promise<void> {
    const before = await this.recall(role);
    try {
      for (const key of this.#keys(role)) await this.#store.set(key, kept);
    } catch (error) {
      if (kept.place.kind !== 'handles') throw error;
      // A store that cannot hold handles still says by name what must be opened by hand.
      for (const key of this.#keys(role)) await this.#store.set(key, { ...kept, place: LOST });
    }
    await this.#release(before);
  }

  /** Files that no tab remembers any more are deleted. */
  async #release(before: Kept | undefined): Promise<void> {
    const key = before?.place.kind === 'files' ? before.place.key : undefined;
    if (key === undefined) return;
    const wanted = (await this.all()).some(({ kept: { place } }) => place.kind === 'files' && place.key === key);
    if (!wanted) await this.#shelf.delete(key);
  }

  /** The tab's own record first, then the one that new tabs begin with. */
  #keys(role: Role): string[] {
    const shared = `${prefix}${role}`;
    return this.#tab === undefined ? [shared] : [`${shared} ${this.#tab}`, shared];
  }
}

// ---------------------------------------------------------------------------------------------

const prefix = 'subject ';
const ROLES: readonly Role[] = ['model', 'second', 'data'];
const LOST: Kept['place'] = { kind: 'files', key: undefined };

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'place' in value &&
  typeof value.place === 'object' &&
  value.place !== null &&
  'kind' in value.place;
