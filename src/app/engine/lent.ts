/**
 * What the browser lends of files: handles that outlive a reload, by the file that they gave. A file that is too large to
 * be copied is remembered by its handle, and opened again after a question to the person.
 * Source: File System Access, https://wicg.github.io/file-system-access/
 */
import type { Lent, Source } from '../../studio/api.ts';

const handles = new WeakMap<Blob, FileSystemFileHandle>();

/** Notes the handle of a file. */
export function lend(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

/** The handles of what is opened, where there is one for each file. */
export function lentFor(source: Source | readonly Source[]): Lent {
  const files: readonly unknown[] = Array.isArray(source) ? source.flat() : [source];
  const found = files.flatMap((file) => (file instanceof Blob ? (handles.get(file) ?? []) : []));
  return found.length > 0 && found.length === files.length ? { handles: found } : {};
}
