/** Shows a state of trouble; what describes these states is loaded when there is trouble. */
import type { AppStore } from '../store/appStore.ts';
import type { Problem } from '../store/types.ts';

type Problems = typeof import('./problems.ts');

/**
 * @param describe makes the state from the module that knows all of them
 * @param still whether there is trouble yet once that module is loaded
 */
export async function raiseProblem(
  store: AppStore,
  describe: (problems: Problems) => Problem,
  still: () => boolean = () => true,
): Promise<void> {
  const problems = await import('./problems.ts');
  if (still()) store.getState().setProblem(describe(problems));
}
