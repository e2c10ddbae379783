/** What is lowered as one: a node, a node with a fused chain after it, or a chain of elementwise nodes. */
import type { OperatorNode } from '../../../graph/graph.ts';

export type Unit =
  | { readonly kind: 'node'; readonly node: OperatorNode; readonly epilogue: readonly OperatorNode[] }
  | { readonly kind: 'chain'; readonly nodes: readonly OperatorNode[] };

export const nodesOf = (unit: Unit): readonly OperatorNode[] =>
  unit.kind === 'chain' ? unit.nodes : [unit.node, ...unit.epilogue];
