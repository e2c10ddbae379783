/** An executor that may be replaced by another while a recipe runs, when its device is gone. */
import type { Executor } from '../../execution/executor.ts';

export interface SwitchingExecutor extends Executor {
  /** Plans compiled from now on run elsewhere, or on the same executor anew; undefined when there is none. */
  replace(error: unknown): Promise<Executor | undefined>;
}

export function switchingExecutor(
  first: Executor,
  next: (error: unknown, before: Executor) => Promise<Executor | undefined>,
): SwitchingExecutor {
  let current = first;
  const own: SwitchingExecutor = {
    get name() {
      return current.name;
    },
    unsupported: (graph) => current.unsupported(graph),
    compile: (graph, options) => current.compile(graph, options),
    // It is not ours to end: others use it.
    dispose: async () => {},
    replace: async (error) => {
      const other = await next(error, current);
      if (!other) return undefined;
      current = other;
      return own;
    },
  };
  return own;
}
