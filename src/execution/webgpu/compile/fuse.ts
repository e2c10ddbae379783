/** Groups the nodes of a graph into units, in an order in which every unit comes after what it reads. */
import type { Graph } from '../../../graph/graph.ts';
import { isChained } from '../lowering/chained.ts';
import type { Unit } from './units.ts';
import type { Values } from './values.ts';

/** @param fusing false keeps every node by itself */
export function fuse(graph: Graph, _values: Values, _fusing: boolean): Unit[] {
  return graph.nodes.flatMap((node): Unit[] => {
    if (node.kind === 'opaque') return [];
    return [isChained(node.operator) ? { kind: 'chain', nodes: [node] } : { kind: 'node', node, epilogue: [] }];
  });
}
