/** Drops nodes whose results nobody reads, and parameters that no node reads. Inputs and states stay. */
import type { Graph, Node } from '../graph.ts';

/** One walk back from the outputs and from the next values of states. */
export function removeDeadCode(graph: Graph): Graph {
  const wanted = new Set([...graph.outputs, ...graph.states.map((state) => state.next)]);
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => wanted.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) if (input !== '') wanted.add(input);
  }
  // An opaque node may read outer values from its subgraphs without naming them, so beside one every parameter stays.
  const opaque = nodes.some((node) => node.kind === 'opaque');
  const parameters = new Map([...graph.parameters].filter(([name]) => opaque || wanted.has(name)));
  return { ...graph, nodes: nodes.reverse(), parameters };
}
