/** A run that goes, told outside of its view: beside the name of the view in the rail, and in the title of the page. */
import type { StoreApi } from 'zustand/vanilla';
import type { AppState, AppStore } from '../store/appStore.ts';
import { isUnderWay } from './machine.ts';
import type { TrainingState } from './state.ts';

/** Keeps the rail and the title up to date, a whole percent at a time. */
export function tellRail(store: StoreApi<TrainingState>, app: AppStore): void {
  store.subscribe((now) => {
    const learning = learningOf(now);
    const shown = app.getState().learning;
    if (learning?.percent === shown?.percent && learning?.name === shown?.name) return;
    app.setState({ learning });
    titlePage(learning);
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/** The title of the page tells of a run that goes on behind other tabs. */
function titlePage(learning: AppState['learning']): void {
  if (typeof document === 'undefined') return;
  const own = document.title.replace(/^\d+ % · /, '');
  document.title = learning ? `${learning.percent} % · ${own}` : own;
}

/** What the rail says of a run that goes. */
function learningOf({ phase, name, step, of }: TrainingState): AppState['learning'] {
  return isUnderWay(phase) ? { name, percent: Math.floor((100 * step) / Math.max(1, of)) } : null;
}
