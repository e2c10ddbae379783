/**
 * The tabs of this browser: work under a lock that all of them share, and word of changes by a channel. Where the browser
 * has no locks (a page that is not served securely) calls of this tab follow one another.
 * Sources: Web Locks, https://w3c.github.io/web-locks/; BroadcastChannel, HTML 9.4.
 */
import type { Tabs } from '../studio/tabs.ts';
import { loneTab } from '../studio/tabs.ts';

const prefix = 'decant ';

/** @param onChange hears of changes in this tab and in others */
export function browserTabs(onChange: () => void): Tabs {
  const channel = 'BroadcastChannel' in self ? new BroadcastChannel('decant-library') : undefined;
  channel?.addEventListener('message', onChange);
  const tell = (): void => {
    onChange();
    channel?.postMessage('changed');
  };
  const { locks } = navigator;
  if (!locks) return loneTab(tell);
  return {
    exclusive: (name, work) => locks.request(prefix + name, work),
    tell,
  };
}

/** Holds a shared lock until the function that it gives is called, which resolves once the lock is free. */
export function holdShared(name: string): Promise<() => Promise<void>> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(async () => {});
  return new Promise((held) => {
    const done = locks.request(prefix + name, { mode: 'shared' }, () => {
      return new Promise<void>((letGo) => {
        held(async () => {
          letGo();
          await done;
        });
      });
    });
  });
}

/** Runs `work` unless some tab holds the lock. False when it did not run. */
export async function unlessHeld(name: string, work: () => Promise<void>): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) {
    await work();
    return true;
  }
  return locks.request(prefix + name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
