/** A file of the origin private file system that is either whole or not there. */

/**
 * Writes `name.part`, flushes it and renames it over what was there.
 *
 * @throws DOMException `QuotaExceededError` when it does not fit; nothing is left of it then
 */
export async function writeWhole(
  folder: FileSystemDirectoryHandle,
  name: string,
  write: (access: FileSystemSyncAccessHandle) => Promise<void>,
): Promise<void> {
  const part = `${name}.part`;
  const file = await folder.getFileHandle(part, { create: true });
  const access = await file.createSyncAccessHandle();
  try {
    access.truncate(0);
    await write(access);
    access.flush();
  } catch (error) {
    access.close();
    await folder.removeEntry(part).catch(() => {});
    throw error;
  }
  access.close();
  await move(file, name);
}

/**
 * Writes all bytes at an offset. Where the disk or the quota ends, a handle writes fewer and throws nothing.
 *
 * @throws DOMException `QuotaExceededError` when they do not fit
 */
export function writeAt(access: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  if (access.write(bytes, { at }) === bytes.length) return;
  throw new DOMException(`${bytes.length} bytes did not fit in what this browser grants.`, 'QuotaExceededError');
}

// ---------------------------------------------------------------------------------------------

/** `move` is in every engine that has OPFS, but not yet in TypeScript's library. It replaces what is there. */
async function move(file: FileSystemFileHandle, name: string): Promise<void> {
  const own: unknown = Reflect.get(file, 'move');
  if (typeof own === 'function') await own.call(file, name);
}
