/** What is open, remembered so that a reload finds it again: the model and the data last opened, by where they lie. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { InputAdaptation, Source } from './api.ts';
import type { FileShelf } from './fileShelf.ts';

export interface Kept {
  readonly name: string;
  /** The built-in sample or an address; otherwise files on the shelf, or none when they did not fit. */
  readonly place:
    | { readonly kind: 'named'; readonly source: string }
    | { readonly kind: 'files'; readonly key: string | undefined };
  readonly input?: InputAdaptation;
  readonly limit?: number;
}

export type Role = 'model' | 'data';

export class Subject {
  readonly #store: KeyValueStore;
  readonly #shelf: FileShelf;

  constructor(store: KeyValueStore, shelf: FileShelf) {
    this.#store = store;
    this.#shelf = shelf;
  }

  /** Remembers what was opened in a role, in the place of what was there; files are copied when they fit. */
  async remember(
    role: Role,
    source: unknown,
    sources: readonly ByteSource[],
    kept: Omit<Kept, 'place'>,
    signal?: AbortSignal,
  ): Promise<void> {
    const before = await this.recall(role);
    const named = typeof source === 'string';
    const place: Kept['place'] = named
      ? { kind: 'named', source }
      : { kind: 'files', key: await this.#shelf.keep(sources, signal) };
    await this.#store.set(keyOf(role), { ...kept, place });
    if (before?.place.kind === 'files' && before.place.key) await this.#shelf.delete(before.place.key);
  }

  async recall(role: Role): Promise<Kept | undefined> {
    const value = await this.#store.get(keyOf(role));
    return isKept(value) ? value : undefined;
  }

  /** What opens it again: a name, or files; undefined when the files must be given once more. */
  async reopen({ place }: Kept): Promise<Source | readonly Source[] | undefined> {
    if (place.kind === 'named') return place.source;
    const sources = place.key === undefined ? undefined : await this.#shelf.open(place.key);
    return sources ? Promise.all(sources.map(asFile)) : undefined;
  }
}

// ---------------------------------------------------------------------------------------------

const keyOf = (role: Role): string => `subject ${role}`;

async function asFile(source: ByteSource): Promise<File> {
  return new File([new Uint8Array(await source.read(0, source.size))], source.name);
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'place' in value && 'name' in value;
