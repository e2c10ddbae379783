/**
 * What becomes of a network when its training is over, as plain data: so that the network of a checkpoint can be made the
 * same, at any time. Only what leaves its answers as they are; a network that is pruned is pruned as far as it was.
 */
import type { Adapter } from '../../compression/adapters/lora.ts';
import { mergeAdapters } from '../../compression/adapters/lora.ts';
import { convertAware } from '../../compression/quantization/aware/convertAware.ts';
import type { AwareModel } from '../../compression/quantization/aware/insertFakeQuantize.ts';
import type { Tensors } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { averagedStates } from '../../training/weightAverage.ts';
import { learnedModel } from './evaluation.ts';

export type Finish =
  /** Weights that were rounded while they learned are packed. */
  | { readonly kind: 'pack'; readonly aware: Omit<AwareModel, 'graph'> }
  /** Thin layers are added to the weights beside which they lie. */
  | { readonly kind: 'merge'; readonly adapters: readonly Adapter[] };

/**
 * The network of a checkpoint as its stage would leave it.
 *
 * @param network as it began to learn
 * @param states of the checkpoint
 */
export async function finishNetwork(network: Graph, states: Tensors, finish: Finish | undefined): Promise<Graph> {
  if (!finish) return learnedModel(network, states);
  switch (finish.kind) {
    case 'pack': {
      const learned = averagedStates(states, [...network.parameters.keys()]);
      return (await convertAware({ ...finish.aware, graph: network }, learned)).graph;
    }
    case 'merge':
      return mergeAdapters(learnedModel(network, states), finish.adapters);
    default:
      return finish satisfies never;
  }
}
