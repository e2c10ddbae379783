/** Progress of a long call as the work that the rail shows. */
import type { Progress } from '../../core/task.ts';
import type { AppStore } from '../store/appStore.ts';
import type { SideName } from '../store/types.ts';

/**
 * Shows work under `label` at once, and a listener that keeps it up to date.
 * @param signal of the work: what still reports after it was stopped is not shown, for nobody would take it away again
 */
export function progressInto(
  store: AppStore,
  side: SideName | null,
  label: string,
  signal: AbortSignal,
): (progress: Progress) => void {
  store.getState().setWork({ label, done: null, secondsLeft: null, side });
  return ({ done, total, secondsLeft }) => {
    if (signal.aborted) return;
    const share = total > 0 ? Math.min(1, done / total) : null;
    store.getState().setWork({ label, done: share, secondsLeft: secondsLeft ?? null, side });
  };
}
