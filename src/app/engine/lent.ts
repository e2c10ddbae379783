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

/** Whether handles may be read without a question; null where one of them cannot be read any more. */
export async function mayRead(given: readonly FileSystemFileHandle[]): Promise<boolean | null> {
  const states = await Promise.all(given.map((handle) => permission(handle, 'queryPermission')));
  return states.includes('denied') ? null : states.every((state) => state === 'granted');
}

/**
 * The files behind handles; asks for permission, so only while a click is handled.
 *
 * @throws DOMException when a file was moved or deleted
 */
export async function filesOf(given: readonly FileSystemFileHandle[]): Promise<readonly File[] | null> {
  for (const handle of given) if ((await permission(handle, 'requestPermission')) !== 'granted') return null;
  return Promise.all(
    given.map(async (handle) => {
      const file = await handle.getFile();
      lend(file, handle);
      return file;
    }),
  );
}

/**
 * Files chosen in the browser's own dialog, which lends their handles; null where it has none or nothing was chosen. Only
 * for files that were too large before: everywhere else the plain dialog does, which every browser has.
 */
export async function chooseLent(): Promise<readonly File[] | null> {
  const ask: unknown = Reflect.get(window, 'showOpenFilePicker');
  if (typeof ask !== 'function') return null;
  const chosen: readonly FileSystemFileHandle[] = await Promise.resolve(ask.call(window, { multiple: true })).catch(
    () => [],
  );
  return chosen.length === 0 ? null : filesOf(chosen);
}

/** Whether the browser has that dialog. */
export const lendsFiles = (): boolean => 'showOpenFilePicker' in window;

// ---------------------------------------------------------------------------------------------------------------------

/** Handles of a browser that asks nothing may always be read. */
async function permission(
  handle: FileSystemFileHandle,
  ask: 'queryPermission' | 'requestPermission',
): Promise<unknown> {
  const method: unknown = Reflect.get(handle, ask);
  return typeof method === 'function' ? method.call(handle, { mode: 'read' }) : 'granted';
}
