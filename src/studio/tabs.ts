/** What the tabs of one browser share: locks, and word of changes. The host gives it; a lone tab in tests. */

export interface Tabs {
  /** Runs `work` while no other tab runs work under the same name. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Tells this page and the other tabs that what is kept has changed. */
  tell(): void;
}

/** A tab that is alone: calls follow one another. */
export function loneTab(tell: () => void = () => {}): Tabs {
  const queues = new Map<string, Promise<unknown>>();
  return {
    exclusive: (name, work) => {
      const result = (queues.get(name) ?? Promise.resolve()).then(work, work);
      queues.set(name, result);
      return result;
    },
    tell,
  };
}
