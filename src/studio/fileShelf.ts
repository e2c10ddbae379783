/** Where opened files are kept so that a reload finds them again. The host says where; memory in tests. */
import type { ByteSource } from '../core/bytes/byteSource.ts';

export interface FileShelf {
  /**
   * Copies files in full.
   *
   * @returns the key that opens them again; undefined when they do not fit the budget
   */
  keep(sources: readonly ByteSource[], signal?: AbortSignal): Promise<string | undefined>;
  /** The files of a key, or undefined when they are no longer there. */
  open(key: string): Promise<ByteSource[] | undefined>;
  delete(key: string): Promise<void>;
}

/** A shelf that forgets when the page closes. */
export function memoryShelf(): FileShelf {
  const kept = new Map<string, ByteSource[]>();
  return {
    keep: async (sources) => {
      const key = `files-${kept.size + 1}`;
      kept.set(key, [...sources]);
      return key;
    },
    open: async (key) => kept.get(key),
    delete: async (key) => void kept.delete(key),
  };
}
