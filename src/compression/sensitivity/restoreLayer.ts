/** One layer of a compressed graph as it was in the original: its weight, and the activation that it reads. */
import type { Graph, Node } from '../../graph/graph.ts';
import { removeDeadCode } from '../../graph/passes/removeDeadCode.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';

/**
 * The layers that a compression changed, as they are in the original, in graph order: found by the names of nodes and
 * weights, which compression keeps.
 */
export function changedLayers(original: Graph, compressed: Graph): Weight[] {
  const nodes = nodesByName(compressed);
  const known = new Set([
    ...compressed.inputs.map(({ name }) => name),
    ...compressed.nodes.flatMap((node) => node.outputs),
    ...original.parameters.keys(),
    '',
  ]);
  return findWeights(original).fit.filter(({ parameter, consumers }) => {
    const own = compressed.parameters.get(parameter.name);
    const twins = consumers.map(({ name }) => nodes.get(name));
    const reads = consumers.flatMap(({ inputs }) => inputs);
    if (!own || twins.includes(undefined) || !reads.every((name) => known.has(name))) return false;
    const rewired = consumers.some(({ inputs }, i) => twins[i]?.inputs.some((input, at) => input !== inputs[at]));
    return own.storage !== parameter.storage || rewired;
  });
}

/** @param layer one of `changedLayers` */
export function restoreLayer(original: Graph, compressed: Graph, { parameter, consumers }: Weight): Graph {
  const restored = new Map<string, Node>(consumers.map((node) => [node.name, node]));
  const nodes = compressed.nodes.map((node) => restored.get(node.name) ?? node);
  const parameters = new Map(compressed.parameters).set(parameter.name, parameter);
  // Biases and the like that the restored nodes read are the original's too.
  for (const name of consumers.flatMap(({ inputs }) => inputs)) {
    const own = original.parameters.get(name);
    if (own) parameters.set(name, own);
  }
  return removeDeadCode({ ...compressed, nodes, parameters });
}

// ---------------------------------------------------------------------------------------------

const nodesByName = (graph: Graph): ReadonlyMap<string, Node> => new Map(graph.nodes.map((node) => [node.name, node]));
