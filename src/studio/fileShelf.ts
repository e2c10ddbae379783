/** Where opened files are kept so that a reload finds them again. The host says where; memory in tests. */
import type { ByteSource } from '../core/bytes/byteSource.ts';

export interface FileShelf {
  /**
   * Copies files in full.
   *
   * @returns the key that opens them again; undefined when they do not fit the budget
   */
  keep(sources: readonly ByteSource[], signal?: AbortSignal): Promise<string | undefined>;
  /** The files of a key, or undefined when they are no longer there. What is opened stays until the page is left. */
  open(key: string): Promise<ByteSource[] | undefined>;
  /** Deletes the files of a key, unless this or another tab reads them; then they are left over for `list`. */
  delete(key: string): Promise<void>;
  /** Everything on the shelf. */
  list(): Promise<readonly ShelfEntry[]>;
  /** Deletes what nobody wants and no tab holds: left over from a tab that ended in the middle of something. */
  sweep(wanted: ReadonlySet<string>): Promise<void>;
}

export interface ShelfEntry {
  readonly key: string;
  readonly bytes: number;
}

/** A shelf that forgets when the page closes. */
export function memoryShelf(): FileShelf {
  const kept = new Map<string, ByteSource[]>();
  let next = 1;
  return {
    keep: async (sources) => {
      const key = `files-${next++}`;
      kept.set(key, [...sources]);
      return key;
    },
    open: async (key) => kept.get(key),
    delete: async (key) => void kept.delete(key),
    sweep: async (wanted) => {
      for (const key of kept.keys()) if (!wanted.has(key)) kept.delete(key);
    },
    list: async () =>
      [...kept].map(([key, sources]) => ({ key, bytes: sources.reduce((sum, { size }) => sum + size, 0) })),
  };
}
