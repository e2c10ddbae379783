/**
 * What studies have found, by what they were made of: kept while the page is open, so that a view can be left and come
 * back to, also while its study still runs. One study runs at a time.
 */
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../core/task.ts';
import type { StudyOptions } from '../../studio/api.ts';
import type { Engine } from '../engine/engine.ts';
import { told } from '../messages/tell.ts';
import { useStudio } from '../store/context.tsx';

export interface Study<Found, Result> {
  readonly busy: boolean;
  readonly progress: Progress | null;
  /** What arrived so far, in order; stays after a stop. */
  readonly found: readonly Found[];
  readonly result: Result | null;
  /** Why it failed, as a sentence. */
  readonly error: string | null;
  readonly stopped: boolean;
}

export interface StudyShelf<Found, Result> {
  /** Studies by name. */
  readonly store: StoreApi<Readonly<Record<string, Study<Found, Result>>>>;
  /** Starts a study, ending the one that runs; resolves when it has ended, however. */
  run(key: string, ask: (options: StudyOptions<Found>) => Promise<Result>): Promise<Study<Found, Result>>;
  /** Ends the study that runs; what it has found stays. */
  stop(): void;
}

/** A hook that gives each engine a shelf of its own. */
export function shelfHook<Found, Result>(): () => StudyShelf<Found, Result> {
  const shelves = new WeakMap<Engine, StudyShelf<Found, Result>>();
  return () => {
    const { engine } = useStudio();
    const shelf = shelves.get(engine) ?? createStudyShelf<Found, Result>();
    shelves.set(engine, shelf);
    return shelf;
  };
}

/** The study of that name; an empty one where none was made. */
export function useStudy<Found, Result>(shelf: StudyShelf<Found, Result>, key: string | null): Study<Found, Result> {
  return useStore(shelf.store, (studies) => (key === null ? EMPTY : (studies[key] ?? EMPTY)));
}

export function createStudyShelf<Found, Result>(): StudyShelf<Found, Result> {
  const store = createStore<Readonly<Record<string, Study<Found, Result>>>>()(() => ({}));
  const read = (key: string): Study<Found, Result> => store.getState()[key] ?? EMPTY;
  const write = (key: string, change: Partial<Study<Found, Result>>) =>
    store.setState({ [key]: { ...read(key), ...change } });
  let running: { readonly key: string; readonly controller: AbortController } | null = null;
  const stop = (): void => {
    if (!running) return;
    running.controller.abort(new DOMException('Stopped.', 'AbortError'));
    write(running.key, { busy: false, progress: null, stopped: true });
    running = null;
  };
  return {
    store,
    stop,
    run: async (key, ask) => {
      stop();
      const controller = new AbortController();
      const { signal } = controller;
      running = { key, controller };
      write(key, { ...EMPTY, busy: true });
      const change = (part: Partial<Study<Found, Result>>): void => {
        if (!signal.aborted) write(key, part);
      };
      const end = (part: Partial<Study<Found, Result>>): void => {
        change({ ...part, busy: false, progress: null });
        if (!signal.aborted) running = null;
      };
      const onProgress: StudyOptions<Found>['onProgress'] = ({ partial, ...progress }) =>
        change({ progress, ...(partial === undefined ? {} : { found: [...read(key).found, partial] }) });
      await ask({ signal, onProgress }).then(
        (result) => end({ result }),
        (thrown) => end({ error: told(thrown) }),
      );
      return read(key);
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const EMPTY = { busy: false, progress: null, found: [], result: null, error: null, stopped: false };
