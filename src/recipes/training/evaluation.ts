/** Measures a network on samples that it does not learn from, as it is at a checkpoint. */

import { classify } from '../../evaluation/classification.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import { findScores } from '../../evaluation/scores.ts';
import type { Tensors } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { withTrained } from '../../training/trainingStep.ts';
import { averagedStates } from '../../training/weightAverage.ts';
import type { RecipeContext } from '../context.ts';

/** Gives `heldOut`, the share of held-out samples whose top class is their label; nothing where there are no scores. */
export function createEvaluation(
  model: Graph,
  trained: readonly string[],
  heldOut: SampleSource,
  { executor, signal }: RecipeContext,
): (states: Tensors) => Promise<Record<string, number>> {
  return async (states): Promise<Record<string, number>> => {
    const { labels } = heldOut;
    if (!executor || !labels) return {};
    const graph = withLearned(model, averagedStates(states, trained));
    const { outputs } = await collectOutputs(executor, graph, heldOut, { signal });
    const scores = findScores(outputs);
    if (!scores) return {};
    return { heldOut: classify(scores, labels).accuracy.value };
  };
}

// ---------------------------------------------------------------------------------------------

/** Parameters, and states that belong to the network itself, such as observed ranges. */
function withLearned(model: Graph, states: Tensors): Graph {
  const own = model.states.map((state) => {
    const now = states[state.name];
    return now ? { ...state, initial: denseStorage(now.dtype, now.data) } : state;
  });
  return { ...withTrained(model, states), states: own };
}
