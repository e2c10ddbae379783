/** Shows a state of trouble; what describes these states is loaded when there is trouble. */
import type { AppStore } from '../store/appStore.ts';
import type { Problem } from '../store/types.ts';

type Problems = typeof import('./problems.ts');

/** @param describe makes the state from the module that knows all of them */
export async function raiseProblem(store: AppStore, describe: (problems: Problems) => Problem): Promise<void> {
  const problem = describe(await import('./problems.ts'));
  store.getState().setProblem(problem);
}
