/**
 * Files behind handles that have outlived a reload: whether they may be read, the question for it, and the dialog that
 * lends files in the first place. Loaded only when something is missing.
 * Source: File System Access, https://wicg.github.io/file-system-access/
 */
import { lend } from './lent.ts';

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
