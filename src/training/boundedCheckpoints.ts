/**
 * A store of checkpoints that does not grow without end and never stops a run: the oldest go when there are too many or
 * when storage is full, the newest stays, and where nothing can be written any more it stays in memory, with a sentence.
 */
import { messageOf } from '../core/errors.ts';
import type { CheckpointStore } from './checkpoint.ts';

export interface CheckpointLimits {
  /** Checkpoints kept at most, 2 at least. */
  readonly most: number;
  /** Bytes kept at most, as long as two stay. */
  readonly mostBytes: number;
}

export interface CheckpointListener {
  /** A sentence about what could not be kept. */
  trouble(sentence: string): void;
  kept(name: string, bytes: number): void;
  dropped(name: string): void;
}

/**
 * Never rejects for want of room; `listener` hears what was kept, dropped and could not be kept.
 *
 * @param limits checkpoints and bytes at most
 */
export function boundedCheckpoints(
  store: CheckpointStore,
  limits: CheckpointLimits,
  listener: CheckpointListener,
): CheckpointStore {
  const sizes = new Map<string, number>();
  let held: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  let warned = false;
  const drop = async (name: string) => {
    await store.remove(name);
    sizes.delete(name);
    listener.dropped(name);
  };
  const makeRoom = async (coming: number) => {
    const names = [...(await store.names())].sort();
    const sum = () => names.reduce((bytes, name) => bytes + (sizes.get(name) ?? coming), coming);
    while (names.length > 1 && (names.length >= limits.most || sum() > limits.mostBytes)) {
      const [oldest] = names.splice(0, 1);
      await drop(oldest);
    }
  };
  const warn = async (name: string, error: unknown) => {
    if (warned) return;
    warned = true;
    const last = [...(await store.names().catch(() => []))].sort().at(-1);
    const back = last ? `a reload would go back to ${last}` : 'a reload would lose the run';
    const why = isQuota(error) ? 'The storage of this browser is full' : `Storage failed (${messageOf(error)})`;
    listener.trouble(
      `${why}, so ${name} is kept in memory alone: the run goes on, but ${back}. Delete runs that you no longer need.`,
    );
  };
  /** Drops the oldest until it fits; the last one stays. */
  const writeOrDrop = async (name: string, bytes: Uint8Array) => {
    for (;;) {
      try {
        return await store.write(name, bytes);
      } catch (error) {
        const others = [...(await store.names())].filter((other) => other !== name).sort();
        if (!isQuota(error) || others.length < 2) throw error;
        await drop(others[0]);
      }
    }
  };
  return {
    write: async (name, bytes) => {
      try {
        await makeRoom(bytes.length);
        await writeOrDrop(name, bytes);
        sizes.set(name, bytes.length);
        if (held) listener.dropped(held.name);
        held = undefined;
        warned = false;
      } catch (error) {
        if (held) listener.dropped(held.name);
        held = { name, bytes };
        await warn(name, error);
      }
      listener.kept(name, bytes.length);
    },
    read: async (name) => (held?.name === name ? held.bytes : store.read(name)),
    names: async () => [...new Set([...(await store.names()), ...(held ? [held.name] : [])])],
    remove: async (name) => {
      if (held?.name === name) held = undefined;
      else await store.remove(name);
    },
  };
}

// ---------------------------------------------------------------------------------------------

const isQuota = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';
