/** Puts nodes back in topological order after a rewrite added some at the end; the order is otherwise kept. */
import { GraphError } from '../../core/errors.ts';
import type { Graph, Node } from '../graph.ts';
import { findUses } from './uses.ts';

/** @throws GraphError `graph/cycle` naming a node that waits for itself */
export function sortNodes(graph: Graph): Graph {
  const { producer } = findUses(graph);
  const state = new Map<Node, 'open' | 'done'>();
  const nodes: Node[] = [];
  for (const root of graph.nodes) {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack[stack.length - 1];
      const waiting = state.has(node) ? undefined : pending(node, producer, state);
      if (state.get(node) === 'open' || waiting === undefined) {
        stack.pop();
        if (state.get(node) === 'done') continue;
        state.set(node, 'done');
        nodes.push(node);
        continue;
      }
      state.set(node, 'open');
      stack.push(...waiting);
    }
  }
  return { ...graph, nodes };
}

// ---------------------------------------------------------------------------------------------

/** Producers that have not been placed, first needed last; undefined when there are none. */
function pending(
  node: Node,
  producer: ReadonlyMap<string, Node>,
  state: ReadonlyMap<Node, 'open' | 'done'>,
): Node[] | undefined {
  const before = node.inputs.map((name) => producer.get(name)).filter((maker) => maker !== undefined);
  const open = before.find((maker) => state.get(maker) === 'open');
  if (open)
    throw new GraphError('graph/cycle', `Node "${open.name}" waits for its own result by way of "${node.name}".`, {
      node: open.name,
    });
  const waiting = before.filter((maker) => !state.has(maker)).reverse();
  return waiting.length > 0 ? waiting : undefined;
}
