/** A compiled graph as a contestant: what Decant's executors have in common. */
import type { Plan, Tensors } from '../../src/execution/executor.ts';
import { toNumbers } from '../../src/tensor/tensor.ts';
import type { Contestant } from './contestant.ts';

/** Reads back nothing but `output`, and that of the last run only. */
export function planContestant(plan: Plan, inputs: Tensors, output: string): Contestant {
  const run = async (times: number): Promise<Float32Array> => {
    for (let i = 1; i < times; i++) await plan.run(inputs, { fetch: [] });
    const results = await plan.run(inputs, { fetch: [output] });
    return Float32Array.from(toNumbers(results[output]).data);
  };
  return plan.profile ? { run, profile: async () => plan.profile?.(inputs) } : { run };
}
