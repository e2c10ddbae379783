/** The judge's side: runs `onnx` and `reference`, which cannot be interrupted, in a worker that can be thrown away. */
import { DecantError } from '../../core/errors.ts';
import type { Executor, ExecutorName, Plan } from '../../execution/executor.ts';
import { fromPlainGraph } from '../../studio/plainGraph.ts';
import type { JudgeMethods } from '../protocol.ts';

/**
 * Plans by number over executors by name.
 *
 * @param threads those that the onnx executor's WASM runs on
 * @throws DecantError `worker/executor` or `worker/plan` when a call names what is not there
 */
export function createJudge(executors: Partial<Record<ExecutorName, Executor>>, threads: number): JudgeMethods {
  const plans = new Map<number, Plan>();
  let nextPlan = 1;
  const executor = (name: ExecutorName): Executor => {
    const found = executors[name];
    if (found) return found;
    throw new DecantError('worker/executor', `The judge does not run the executor "${name}".`, { executor: name });
  };
  const plan = (number: number): Plan => {
    const found = plans.get(number);
    if (found) return found;
    throw new DecantError('worker/plan', `Plan ${number} is gone; compile the graph again.`, { plan: number });
  };
  return {
    unsupported: (name, graph) => executor(name).unsupported(fromPlainGraph(graph)),
    compile: async (name, graph, compile, options) => {
      const compiled = await executor(name).compile(fromPlainGraph(graph), { ...compile, ...options });
      plans.set(nextPlan, compiled);
      return { plan: nextPlan++, inputShapes: compiled.inputShapes };
    },
    run: (number, inputs, run, options) =>
      plan(number).run(inputs, { ...run, ...(options?.signal ? { signal: options.signal } : {}) }),
    readStates: (number) => plan(number).readStates(),
    writeStates: (number, states) => plan(number).writeStates(states),
    dispose: async (number) => {
      plans.get(number)?.dispose();
      plans.delete(number);
    },
    threads: async () => threads,
  };
}
