/** A graph as nodes and edges for a picture: names and operators, no tensors. */
import type { Graph } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import { findWeights } from '../graph/passes/weights.ts';
import type { Outline } from './apiViews.ts';

export function outlineOf(graph: Graph): Outline {
  const weights = new Set(findWeights(graph).fit.map(({ parameter }) => parameter.name));
  const maker = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node.name] as const)));
  return {
    nodes: graph.nodes.map((node) => ({
      node: node.name,
      operator: operatorOf(node),
      from: [...new Set(node.inputs.flatMap((value) => maker.get(value) ?? []))],
      parameter: node.inputs.find((value) => weights.has(value)) ?? null,
    })),
  };
}
