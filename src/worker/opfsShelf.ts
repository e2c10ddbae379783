/**
 * Opened files in the origin private file system: one folder a key, each file written as `.part`, flushed and renamed,
 * so that a file that is there is whole. A tab holds a lock on each key that it has written or reads, and no other tab
 * deletes what is held. Source: the File System standard, https://fs.spec.whatwg.org/
 */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { blobSource } from '../core/bytes/byteSource.ts';
import { throwIfAborted } from '../core/task.ts';
import type { FileShelf, ShelfEntry } from '../studio/fileShelf.ts';
import { memoryShelf } from '../studio/fileShelf.ts';
import { writeAt, writeWhole } from './opfsFile.ts';
import { holdShared, unlessHeld } from './tabs.ts';

/** Share of what the browser still grants that one opening may take: results and checkpoints need room too. */
const shareOfFree = 0.5;
const chunkBytes = 4 * 2 ** 20;

/** OPFS where the browser has it, else memory. */
export function openShelf(): FileShelf {
  if (!navigator.storage?.getDirectory) return forgetful;
  return { keep, open, delete: remove, list, sweep };
}

// ---------------------------------------------------------------------------------------------

const forgetful = memoryShelf();
const root = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('opened', { create: true });

async function keep(sources: readonly ByteSource[], signal?: AbortSignal): Promise<string | undefined> {
  const bytes = sources.reduce((sum, { size }) => sum + size, 0);
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  if (bytes > (quota - usage) * shareOfFree) return undefined;
  const key = crypto.randomUUID();
  await hold(key);
  try {
    const folder = await (await root()).getDirectoryHandle(key, { create: true });
    for (const [index, source] of sources.entries())
      await copy(source, folder, `${index} ${safeName(source.name)}`, signal);
    return key;
  } catch (error) {
    await remove(key).catch(() => {}); // Where nothing may be kept, nothing is there to be removed.
    if (signal?.aborted) throw error;
    return undefined;
  }
}

async function copy(
  source: ByteSource,
  folder: FileSystemDirectoryHandle,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  await writeWhole(folder, name, async (access) => {
    for (let offset = 0; offset < source.size; offset += chunkBytes) {
      throwIfAborted(signal);
      const length = Math.min(chunkBytes, source.size - offset);
      writeAt(access, await source.read(offset, length), offset);
    }
  });
}

async function open(key: string): Promise<ByteSource[] | undefined> {
  try {
    const folder = await (await root()).getDirectoryHandle(key);
    await hold(key);
    read.add(key);
    const files: File[] = [];
    for await (const handle of folder.values()) if (handle.kind === 'file') files.push(await handle.getFile());
    const whole = files
      .filter(({ name }) => !name.endsWith('.part'))
      .sort((a, b) => Number.parseInt(a.name, 10) - Number.parseInt(b.name, 10));
    return whole.length === 0 ? undefined : whole.map((file) => blobSource(file, originalName(file.name)));
  } catch {
    return undefined;
  }
}

/** Files that this tab reads stay until it is left; files that another tab holds stay too. */
async function remove(key: string): Promise<void> {
  if (read.has(key)) return;
  await held.get(key)?.();
  held.delete(key);
  const folder = await root();
  await unlessHeld(lockOf(key), () => folder.removeEntry(key, { recursive: true }).catch(() => {}));
}

async function sweep(wanted: ReadonlySet<string>): Promise<void> {
  for (const { key } of await list()) if (!wanted.has(key) && !held.has(key)) await remove(key);
}

async function list(): Promise<ShelfEntry[]> {
  const entries: ShelfEntry[] = [];
  // Private windows may have storage and not let us in.
  const own = await root().catch(() => undefined);
  for await (const [key, folder] of own?.entries() ?? []) {
    if (folder.kind !== 'directory') continue;
    let bytes = 0;
    for await (const file of folder.values()) if (file.kind === 'file') bytes += (await file.getFile()).size;
    entries.push({ key, bytes });
  }
  return entries;
}

/** Keys that this tab has locked, with what lets go of each; and those that it has given out to be read. */
const held = new Map<string, () => Promise<void>>();
const read = new Set<string>();
const lockOf = (key: string): string => `files ${key}`;

async function hold(key: string): Promise<void> {
  if (!held.has(key)) held.set(key, await holdShared(lockOf(key)));
}

/** Paths keep their folders, which may name classes, in a form that a file name allows. */
const safeName = (name: string): string => encodeURIComponent(name);
const originalName = (name: string): string => decodeURIComponent(name.slice(name.indexOf(' ') + 1));
