/**
 * The files of a drop, folders included. A file from a folder is named by its path, since the folder may name its class.
 * https://developer.mozilla.org/docs/Web/API/FileSystemEntry
 */
import { lend } from '../engine/lent.ts';

/** Everything that was dropped. Must be called while the event is handled: later its items are gone. */
export function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  if (!entries.some((entry) => entry?.isDirectory)) return withHandles([...transfer.files], [...transfer.items]);
  return Promise.all(entries.map((entry) => filesOf(entry))).then((files) => files.flat());
}

// ---------------------------------------------------------------------------------------------------------------------

/** The files, each with its handle noted where the browser lends it. */
async function withHandles(files: File[], items: readonly DataTransferItem[]): Promise<File[]> {
  const asked = items.filter(({ kind }) => kind === 'file').map((item) => handleOf(item));
  const handles = await Promise.all(asked);
  files.forEach((file, i) => {
    const handle = handles[i];
    if (handle instanceof FileSystemFileHandle && handle.name === file.name) lend(file, handle);
  });
  return files;
}

/** Asked while the event is handled; not every browser has it, and made-up items have none. */
async function handleOf(item: DataTransferItem): Promise<unknown> {
  const ask: unknown = Reflect.get(item, 'getAsFileSystemHandle');
  if (typeof ask !== 'function') return undefined;
  return Promise.resolve(ask.call(item)).catch(() => undefined);
}

async function filesOf(entry: FileSystemEntry | null): Promise<File[]> {
  if (entry === null) return [];
  if (isFile(entry)) return [await asFile(entry)];
  if (!isFolder(entry)) return [];
  const inside = await children(entry.createReader());
  return (await Promise.all(inside.map(filesOf))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function asFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((done, fail) => {
    entry.file((file) => done(new File([file], entry.fullPath.replace(/^\//, ''), { type: file.type })), fail);
  });
}

/** All entries of a folder; a reader gives a hundred at a time and ends with none. */
async function children(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return found;
    found.push(...some);
  }
}
