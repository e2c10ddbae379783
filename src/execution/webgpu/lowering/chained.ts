/** Operators that are computed element by element in chains, and what they read. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { ElementwiseName, OperatorName } from '../../../graph/operators/names.ts';
import { elementwiseNames } from '../../../graph/operators/names.ts';

const chained: ReadonlySet<string> = new Set([...elementwiseNames, 'Expand']);

export const isChained = (operator: OperatorName): operator is ElementwiseName | 'Expand' => chained.has(operator);

/** Inputs that a chain reads: not the shape of an Expand, nor what a Dropout outside of training ignores. */
export function operandsOf(node: OperatorNode): readonly string[] {
  return node.operator === 'Expand' || node.operator === 'Dropout' ? node.inputs.slice(0, 1) : node.inputs;
}
