/**
 * Groups the nodes of a graph into units. Elementwise nodes join into chains where a value then never needs memory, or
 * is read once less; a chain that follows a node whose kernel takes one becomes its epilogue. No unit ever depends on
 * another that depends on it.
 */
import type { Graph, OperatorNode } from '../../../graph/graph.ts';
import { isChained, operandsOf } from '../lowering/chained.ts';
import { FusingGraph } from './fusingGraph.ts';
import type { Unit } from './units.ts';
import type { Values } from './values.ts';

/**
 * The units that compute what is asked for, each after those that it reads.
 *
 * @param fusing false keeps every node by itself
 */
export function fuse(graph: Graph, values: Values, fusing: boolean): Unit[] {
  const units = new FusingGraph(graph, values);
  if (fusing) {
    eachEdge(units, (from, value, to) => units.consumersOf(value).length === 1 && units.join(from, to));
    for (const node of units.nodes) units.takeEpilogue(node);
    eachEdge(units, (from, _, to) => !units.reachesAround(from, to) && units.join(from, to));
  }
  return units.inOrder();
}

// ---------------------------------------------------------------------------------------------

/** Visits every value that goes from one chained node to another. */
function eachEdge(units: FusingGraph, visit: (from: OperatorNode, value: string, to: OperatorNode) => void): void {
  for (const node of units.nodes) {
    if (!isChained(node.operator)) continue;
    for (const value of new Set(operandsOf(node))) {
      const producer = units.producerOf(value);
      if (producer && isChained(producer.operator)) visit(producer, value, node);
    }
  }
}
