/**
 * Pruning while a network learns: masks as states beside the weights, multiplied in after each update, so that what is
 * pruned stays zero; and sparsity that rises step by step, the masks chosen anew from the weights as they are.
 */
import type { Tensors } from '../../execution/executor.ts';
import type { Graph, State } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import type { StateAdjustment } from '../../training/runOptions.ts';
import type { LoadedWeight } from './masks.ts';
import { magnitudeMasks, sparsityAt } from './masks.ts';
import type { GradualSchedule, MagnitudeOptions } from './options.ts';
import { prunedWeights } from './prune.ts';

export interface HeldMasks {
  readonly graph: Graph;
  /** Values of the masks, by parameter: what `finishStep` takes. */
  readonly masks: Readonly<Record<string, string>>;
}

/** Holds the zeros of the named weights (those that a pruning step left, when none are named) as masks. */
export async function holdMasks(graph: Graph, names: readonly string[] = prunedWeights(graph)): Promise<HeldMasks> {
  const taken = takenNames(graph);
  const states: State[] = [];
  const nodes = [...graph.nodes];
  const masks: Record<string, string> = {};
  for (const name of names) {
    const parameter = graph.parameters.get(name);
    if (parameter?.storage.kind !== 'dense') continue;
    const { dtype, shape, data } = await loadParameter(parameter);
    const ones = Float32Array.from(decodeNumbers(dtype, data), (w) => (w === 0 ? 0 : 1));
    const value = freshName(taken, maskOf(name));
    const next = freshName(taken, `${value}.next`);
    states.push({ name: value, dtype: 'f32', shape, initial: denseStorage('f32', ones), value, next });
    nodes.push({
      kind: 'operator',
      name: next,
      operator: 'Identity',
      inputs: [value],
      outputs: [next],
      attributes: {},
    });
    masks[name] = value;
  }
  return { graph: { ...graph, nodes, states: [...graph.states, ...states] }, masks };
}

/** Masks that grow with the steps, for `startTraining`: chosen from the weights, which are masked at once. */
export function gradualPruning(
  weights: readonly Omit<LoadedWeight, 'values'>[],
  options: MagnitudeOptions,
  schedule: GradualSchedule,
): StateAdjustment {
  return {
    every: schedule.every,
    until: schedule.steps,
    change: (states, step) => {
      const loaded = weights.map(
        (weight): LoadedWeight => ({ ...weight, values: Float64Array.from(states[weight.name].data, Number) }),
      );
      const masks = magnitudeMasks(loaded, { ...options, sparsity: sparsityAt(options.sparsity, schedule, step) });
      const changed = loaded.flatMap(({ name, values }): [string, Tensors[string]][] => {
        const mask = masks.get(name) ?? new Float32Array(values.length).fill(1);
        const { dtype, shape } = states[name];
        return [
          [name, { dtype, shape, data: Float32Array.from(values, (w, i) => (mask[i] ? w : 0)) }],
          [maskOf(name), { dtype: 'f32', shape, data: mask }],
        ];
      });
      return Object.fromEntries(changed);
    },
  };
}

// ---------------------------------------------------------------------------------------------

const maskOf = (parameter: string): string => `${parameter}.mask`;
