/** A lock a run, so that two tabs never work on the same one. Source: Web Locks API, https://w3c.github.io/web-locks/ */
import type { RunLocks } from '../studio/training/runFiles.ts';
import { memoryLocks } from '../studio/training/runFiles.ts';

const prefix = 'decant ';

/** The browser's locks; where there are none, those of this tab. A closed tab lets go of its own. */
export function openLocks(): RunLocks {
  if (!('locks' in navigator)) return memoryLocks();
  const { locks } = navigator;
  return {
    take: (run) =>
      new Promise((resolve, reject) => {
        const hold = (lock: Lock | null) => {
          if (lock) return new Promise<void>((letGo) => resolve(letGo));
          resolve(undefined);
          return undefined;
        };
        locks.request(prefix + run, { ifAvailable: true }, hold).catch(reject);
      }),
    taken: async () => {
      const { held = [] } = await locks.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
    },
  };
}
