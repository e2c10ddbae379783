/**
 * Files of training runs in the origin private file system: a folder a run, each file written as `.part`, flushed and
 * renamed, so that a file that is there is whole. Source: the File System standard, https://fs.spec.whatwg.org/
 */

import type { RunFiles, RunStorage } from '../studio/training/runFiles.ts';
import { memoryRunFiles } from '../studio/training/runFiles.ts';
import type { CheckpointStore } from '../training/checkpoint.ts';
import { writeAt, writeWhole } from './opfsFile.ts';
import { openLocks } from './webLocks.ts';

/** OPFS where the browser has it and lets us in (private windows may not), else memory. */
export async function openRunStorage(): Promise<RunStorage> {
  opened ??= runsFolder()
    .then(
      (): RunFiles => ({ of: storeOf, bytesOf, remove: (run) => removeFrom(runsFolder(), run) }),
      () => memoryRunFiles(),
    )
    .then((files) => ({ files, locks: openLocks() }));
  return opened;
}

/** For tests: from now on nothing more can be written, as when the quota is used up. */
export function fillStorage(full: boolean): void {
  isFull = full;
}

// ---------------------------------------------------------------------------------------------

let isFull = false;
/** One for all who ask: what is in memory alone would be another memory each time. */
let opened: Promise<RunStorage> | undefined;

const runsFolder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('runs', { create: true });

function storeOf(run: string): CheckpointStore {
  const folder = async (create = false) => (await runsFolder()).getDirectoryHandle(run, { create });
  return {
    write: async (name, bytes) => {
      if (isFull) throw new DOMException('The storage is full, as a test has asked.', 'QuotaExceededError');
      await writeWhole(await folder(true), name, async (access) => writeAt(access, bytes, 0));
    },
    read: (name) =>
      orNothing(async () => {
        const file = await (await (await folder()).getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      }),
    names: async () => {
      const names: string[] = [];
      await orNothing(async () => {
        for await (const name of (await folder()).keys()) if (!name.endsWith('.part')) names.push(name);
      });
      return names;
    },
    remove: async (name) => void (await orNothing(() => removeFrom(folder(), name))),
  };
}

async function bytesOf(run: string): Promise<number> {
  let bytes = 0;
  await orNothing(async () => {
    for await (const handle of (await (await runsFolder()).getDirectoryHandle(run)).values())
      if (handle.kind === 'file') bytes += (await handle.getFile()).size;
  });
  return bytes;
}

/** What is not there is no error. */
async function orNothing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

async function removeFrom(folder: Promise<FileSystemDirectoryHandle>, name: string): Promise<void> {
  await (await folder).removeEntry(name, { recursive: true }).catch(() => {});
}
