/**
 * Rebatching: a graph exported for one sample at a time made to take any number.
 *
 * Every input with a fixed leading 1 gets the dimension `batch`. Constants that spell the 1 out (Reshape targets, Slice
 * ends, class tokens in Concat) are mended where inferring shapes for one sample and for three proves which dimension
 * is the batch. The result is then held to its promise: two random samples run together give what each gives alone
 * (reference operators, 64-bit floats; a large graph by `run`). A graph that fails is refused, naming the node; it still runs one by one.
 */
import { GraphError } from '../../core/errors.ts';
import type { Graph } from '../graph.ts';
import { inferTypes } from '../inferTypes.ts';
import type { GraphRunner } from './rebatchCheck.ts';
import { checkRebatched } from './rebatchCheck.ts';
import { mendNodes } from './rebatchMend.ts';
import { removeDeadCode } from './removeDeadCode.ts';
import { hasFixedBatch, isSingleSample } from './singleSample.ts';

/** The name of the leading dimension that a batch has. */
const batchDim = 'batch';

/**
 * @param run runs graphs that are too large to be proved by plain loops; those are refused without it
 * @returns the graph with a symbolic batch; the same graph when no input has a fixed leading 1
 * @throws GraphError `graph/rebatch` naming the node that cannot take a batch
 */
export async function rebatch(graph: Graph, run?: GraphRunner): Promise<Graph> {
  if (!isSingleSample(graph)) return graph;
  refuseStatesAndOpaque(graph);
  const mended = await mendNodes(graph, new Set(graph.inputs.filter(hasFixedBatch).map((input) => input.name)));
  const inputs = graph.inputs.map((input) =>
    hasFixedBatch(input) ? { ...input, shape: [batchDim, ...input.shape.slice(1)] } : input,
  );
  const result = removeDeadCode({ ...mended, inputs });
  await inferTypes(result);
  await checkRebatched(graph, result, run);
  return result;
}

// ---------------------------------------------------------------------------------------------

function refuseStatesAndOpaque(graph: Graph): void {
  const opaque = graph.nodes.find((node) => node.kind === 'opaque');
  if (opaque?.kind === 'opaque')
    throw new GraphError(
      'graph/rebatch',
      `Node "${opaque.name}" (${opaque.type}) stands in the way of a batch: ${opaque.reason}. Run the model one sample at a time.`,
      { node: opaque.name },
    );
  if (graph.states.length > 0)
    throw new GraphError(
      'graph/rebatch',
      `The state "${graph.states[0].name}" belongs to one sample, so the graph cannot take a batch. Run it one sample at a time.`,
      { state: graph.states[0].name },
    );
}
