/** One thing is opened at a time: the newest replaces what is in progress. What is opened, and how: `opener.ts`. */
import type { AppStore } from '../store/appStore.ts';
import { isAbort } from './aborts.ts';
import { raiseProblem } from './raiseProblem.ts';
import { progressInto } from './work.ts';

export interface OpeningOptions {
  readonly signal: AbortSignal;
  readonly onProgress: ReturnType<typeof progressInto>;
}

export interface OneOpening {
  /** Runs an opening, replacing one in progress; errors become the page's state and open work stays as it is. */
  run(label: string, open: (options: OpeningOptions) => Promise<void>): Promise<void>;
  stop(): void;
}

export function createOneOpening(store: AppStore): OneOpening {
  let controller = new AbortController();
  const run = async (label: string, open: (options: OpeningOptions) => Promise<void>): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    try {
      store.getState().setProblem(null);
      await open({ signal, onProgress: progressInto(store, null, label, signal) });
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted)
        await raiseProblem(store, ({ openingProblemOf }) => openingProblemOf(thrown));
    } finally {
      if (controller.signal === signal) store.getState().setWeighed(null);
      if (!signal.aborted && store.getState().phase !== 'measuring') store.getState().setWork(null);
    }
  };
  return { run, stop: () => controller.abort() };
}
