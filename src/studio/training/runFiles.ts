/** Where a run keeps what is too large for a record: checkpoints, networks, what its stages left. The host says where. */
import type { CheckpointStore } from '../../training/checkpoint.ts';
import { memoryCheckpoints } from '../../training/checkpoint.ts';

export interface RunFiles {
  /** The files of a run. `write` leaves the old bytes or the new ones, and throws `QuotaExceededError` when full. */
  of(run: string): CheckpointStore;
  /** Bytes of all files of a run. */
  bytesOf(run: string): Promise<number>;
  /** Forgets all files of a run. */
  remove(run: string): Promise<void>;
}

/** Keeps two tabs from working on one run. */
export interface RunLocks {
  /** Takes the lock of a run; gives what lets go of it, or undefined when another tab has it. */
  take(run: string): Promise<(() => void) | undefined>;
  /** Runs whose locks somebody has, this tab or another. */
  taken(): Promise<ReadonlySet<string>>;
}

export interface RunStorage {
  readonly files: RunFiles;
  readonly locks: RunLocks;
}

/** Files that are forgotten when the page closes. */
export function memoryRunFiles(): RunFiles {
  const stores = new Map<string, CheckpointStore>();
  return {
    of: (run) => {
      const store = stores.get(run) ?? memoryCheckpoints();
      stores.set(run, store);
      return store;
    },
    bytesOf: async (run) => {
      const [store, names] = [stores.get(run), (await stores.get(run)?.names()) ?? []];
      const sizes = await Promise.all(names.map(async (name) => (await store?.read(name))?.length ?? 0));
      return sizes.reduce((sum, bytes) => sum + bytes, 0);
    },
    remove: async (run) => void stores.delete(run),
  };
}

/** Locks where there is one tab. */
export function memoryLocks(): RunLocks {
  const held = new Set<string>();
  return {
    take: async (run) => {
      if (held.has(run)) return undefined;
      held.add(run);
      return () => void held.delete(run);
    },
    taken: async () => new Set(held),
  };
}

/** The files of a store whose names begin with a prefix, without it. */
export function filesUnder(store: CheckpointStore, prefix: string): CheckpointStore {
  return {
    write: (name, bytes) => store.write(prefix + name, bytes),
    read: (name) => store.read(prefix + name),
    names: async () =>
      (await store.names()).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
    remove: (name) => store.remove(prefix + name),
  };
}

/** The names under which a run keeps things. */
export const runFileNames = {
  /** Before the names of the checkpoints of one network. */
  checkpoints: (stage: number, part: number): string => `checkpoint-${stage}-${part}.`,
  /** The network that learns, as it begins. */
  network: (stage: number, part: number): string => `network-${stage}-${part}`,
  /** What becomes of that network when it has learned. */
  finish: (stage: number, part: number): string => `finish-${stage}-${part}`,
  /** What a finished stage left. */
  stage: (stage: number): string => `graph-${stage}`,
};
