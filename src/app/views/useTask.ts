/** What only one view asks of the engine: runs when its key changes, keeps the last value meanwhile, stops with the view. */
import { useEffect, useRef, useState } from 'react';
import type { Progress, TaskOptions } from '../../core/task.ts';
import { isAbort } from '../engine/aborts.ts';
import { told } from '../messages/tell.ts';

export interface Task<T> {
  /** The last value; of an earlier key while `busy`. */
  readonly value: T | null;
  readonly busy: boolean;
  readonly progress: Progress | null;
  readonly error: string | null;
}

const NOTHING = { value: null, busy: false, progress: null, error: null };

/**
 * Runs `ask` whenever `key` changes.
 * @param key names what is asked for; null asks for nothing
 */
export function useTask<T>(key: string | null, ask: (options: TaskOptions) => Promise<T | null>): Task<T> {
  const [task, setTask] = useState<Task<T>>(NOTHING);
  const newest = useRef(ask);
  newest.current = ask;
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const change = (part: Partial<Task<T>>): void => {
      if (!signal.aborted) setTask((before) => ({ ...before, ...part }));
    };
    change({ busy: true, error: null, progress: null });
    newest.current({ signal, onProgress: (progress) => change({ progress }) }).then(
      (value) => change({ value, busy: false, progress: null }),
      (thrown) => change({ busy: false, progress: null, error: isAbort(thrown) ? null : told(thrown) }),
    );
    return () => controller.abort(new DOMException('No longer looked at.', 'AbortError'));
  }, [key]);
  return task;
}
