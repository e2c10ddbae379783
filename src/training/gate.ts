/** Lets a loop go, holds it, lets it make one step, ends it. */
export interface Gate {
  /** Waits while the loop is held; false when it is to end. */
  mayGo(): Promise<boolean>;
  /** The loop calls this after each step. */
  passed(): void;
  /** The loop calls this when it is over, however it ended. */
  end(): void;
  /** True while somebody looks at single steps. */
  watched(): boolean;
  pause(): Promise<void>;
  resume(): void;
  single(): Promise<void>;
  finish(): void;
  /** Wakes a loop that is held, without letting it make steps of its own accord. */
  open(): void;
}

/** A gate that is open. */
export function createGate(): Gate {
  let state: 'going' | 'held' | 'single' | 'finishing' | 'over' = 'going';
  let wake: (() => void) | undefined;
  let waiters: (() => void)[] = [];
  const tell = () => {
    const told = waiters;
    waiters = [];
    for (const resolve of told) resolve();
  };
  const set = (next: typeof state) => {
    if (state === 'over') return;
    state = next;
    wake?.();
  };
  const wait = () => (state === 'over' ? Promise.resolve() : new Promise<void>((resolve) => waiters.push(resolve)));
  let broken = false;
  let waiting = false;
  return {
    mayGo: async () => {
      while (state === 'held' && !broken) {
        waiting = true;
        tell();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        waiting = false;
      }
      return state !== 'finishing';
    },
    passed: () => {
      if (state === 'single') state = 'held';
    },
    end: () => {
      state = 'over';
      tell();
    },
    watched: () => state === 'single' || state === 'held',
    pause: () => {
      set('held');
      return waiting ? Promise.resolve() : wait();
    },
    resume: () => set('going'),
    single: () => {
      set('single');
      return wait();
    },
    finish: () => set('finishing'),
    open: () => {
      broken = true;
      wake?.();
    },
  };
}
