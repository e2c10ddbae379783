/** Decomposes the nodes that have no kernel of their own, before anything is lowered. */
import type { Graph } from '../../../graph/graph.ts';
import type { Candidate } from '../../../graph/passes/decompose.ts';
import { decompose } from '../../../graph/passes/decompose.ts';
import type { ConcreteTypes } from '../../concreteTypes.ts';
import { isChained } from '../lowering/chained.ts';
import { loweringOf } from '../lowering/index.ts';

/** The graph as it can be lowered, or undefined when nothing had to be decomposed. */
export function decomposeGraph(graph: Graph, types: ConcreteTypes): Graph | undefined {
  let found = false;
  const shapes = new Map([...types.types].map(([name, { shape }]) => [name, shape]));
  const decomposed = decompose(graph, types, (node) => {
    const picked = needsDecomposition(node, types, (value) => shapes.get(value) ?? []);
    found ||= picked;
    return picked;
  });
  return found ? decomposed : undefined;
}

// ---------------------------------------------------------------------------------------------

function needsDecomposition(
  node: Candidate,
  types: ConcreteTypes,
  shapeOf: (value: string) => readonly number[],
): boolean {
  if (node.operator === 'Dropout') return isTraining(node, types);
  return !isChained(node.operator) && (loweringOf(node.operator).decomposes?.(node, shapeOf) ?? false);
}

/** A Dropout whose third input is left out, or known to be false, does nothing. */
function isTraining({ inputs: [, , training] }: Candidate, { known }: ConcreteTypes): boolean {
  return training !== undefined && training !== '' && known.get(training)?.numbers?.data[0] !== 0;
}
