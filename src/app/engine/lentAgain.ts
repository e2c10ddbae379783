/**
 * Files behind handles that have outlived a reload: whether they may be read, the question for it, and the dialog that
 * lends files in the first place. Loaded with the panels that open files, and when something is missing.
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
 * Files chosen in the dialog that lends their handles, so that those too large to be copied are found again after a
 * reload. None where nothing was chosen; null where the browser has no such dialog or does not allow it here (a page
 * inside another one), and the plain dialog has to do. All files are shown: it takes no ending with an underscore, as
 * `.onnx_data` has, and readers go by content.
 */
export async function chooseLent(multiple = true): Promise<readonly File[] | null> {
  const ask: unknown = Reflect.get(globalThis, 'showOpenFilePicker');
  if (typeof ask !== 'function') return null;
  try {
    const chosen: readonly FileSystemFileHandle[] = await ask.call(globalThis, { multiple });
    return (await filesOf(chosen)) ?? [];
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'AbortError' ? [] : null;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

/** Handles of a browser that asks nothing may always be read. */
async function permission(
  handle: FileSystemFileHandle,
  ask: 'queryPermission' | 'requestPermission',
): Promise<unknown> {
  const method: unknown = Reflect.get(handle, ask);
  return typeof method === 'function' ? method.call(handle, { mode: 'read' }) : 'granted';
}
