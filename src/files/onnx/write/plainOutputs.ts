/** ONNX wants each output of a graph made by a node of its own: inputs and parameters that are outputs pass an Identity. */
import type { Graph, Node } from '../../../graph/graph.ts';
import { findUses, freshName, takenNames } from '../../../graph/passes/uses.ts';
import { operatorNode } from './loweredParameter.ts';

export interface PlainOutputs {
  readonly graph: Graph;
  /** Names in the file by names in the graph, where they differ. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** A value that no node makes keeps its name; its copy, the output, gets a new one. */
export function withPlainOutputs(graph: Graph): PlainOutputs {
  const { producer, kept } = findUses(graph);
  const taken = takenNames(graph);
  const renamed = new Map<string, string>();
  const nodes: Node[] = [];
  for (const name of kept) {
    if (producer.has(name)) continue;
    const copy = freshName(taken, `${name}.output`);
    renamed.set(name, copy);
    nodes.push(operatorNode('Identity', freshName(taken, `${name}/output`), [name], copy));
  }
  if (nodes.length === 0) return { graph, renamed };
  const now = (name: string): string => renamed.get(name) ?? name;
  const states = graph.states.map((state) => ({ ...state, next: now(state.next) }));
  return { graph: { ...graph, nodes: [...graph.nodes, ...nodes], outputs: graph.outputs.map(now), states }, renamed };
}
