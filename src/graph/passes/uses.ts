/** Who makes and who reads each value: what every rewrite asks first. */
import type { Graph, Node } from '../graph.ts';

export interface Uses {
  /** The node that makes a value; none for inputs, parameters and states. */
  readonly producer: ReadonlyMap<string, Node>;
  /** Nodes that read a value, each once, in topological order. */
  readonly consumers: ReadonlyMap<string, readonly Node[]>;
  /** Values that leave the graph: outputs and the states' next values. */
  readonly kept: ReadonlySet<string>;
}

/** One walk over the nodes; a node that reads a value twice is one reader. */
export function findUses(graph: Graph): Uses {
  const producer = new Map<string, Node>();
  const consumers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const output of node.outputs) if (output !== '') producer.set(output, node);
    for (const input of new Set(node.inputs)) {
      if (input === '') continue;
      const readers = consumers.get(input);
      if (readers) readers.push(node);
      else consumers.set(input, [node]);
    }
  }
  return { producer, consumers, kept: new Set([...graph.outputs, ...graph.states.map((state) => state.next)]) };
}

/** Every name that a new node or value may not take. */
export function takenNames(graph: Graph): Set<string> {
  return new Set([
    ...graph.inputs.map((input) => input.name),
    ...graph.parameters.keys(),
    ...graph.states.flatMap((state) => [state.name, state.value, state.next]),
    ...graph.nodes.flatMap((node) => [node.name, ...node.inputs, ...node.outputs]),
  ]);
}

/** A name made from a stem that is not taken yet; it is taken from now on. */
export function freshName(taken: Set<string>, stem: string): string {
  let name = stem;
  for (let i = 1; taken.has(name); i++) name = `${stem}_${i}`;
  taken.add(name);
  return name;
}
