/** Runs one node by its operator's reference: what constant folding and the checks of rewrites need. Not an executor. */
import { GraphError } from '../../core/errors.ts';
import type { Numbers } from '../../tensor/tensor.ts';
import type { OperatorNode } from '../graph.ts';
import type { ConcreteType } from '../operator.ts';
import { parseAttributes } from '../operator.ts';
import { operators } from '../operators/index.ts';

/**
 * @param inputs numbers of the node's inputs, in order; undefined where one is left out
 * @throws GraphError `graph/missing-input` when the operator needs an input that is left out
 */
export function evaluateNode(
  node: OperatorNode,
  inputs: readonly (Numbers | undefined)[],
  outputs: readonly ConcreteType[],
): readonly Numbers[] {
  const operator = operators[node.operator];
  const input = (index: number): Numbers => {
    const value = inputs[index];
    if (value) return value;
    throw new GraphError('graph/missing-input', `Node "${node.name}" (${node.operator}) needs input ${index}.`, {
      node: node.name,
    });
  };
  const attributes = parseAttributes(operator, node.name, node.attributes);
  return operator.reference({ inputs, outputs, attributes, input });
}
