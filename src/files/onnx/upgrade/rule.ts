/** What an upgrade rule is: a node as an older opset writes it in, nodes in the newest form out. */

import type { Attributes, AttributeValue, OperatorNode } from '../../../graph/graph.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import type { DType } from '../../../tensor/dtype.ts';

/** A node of the file whose attributes could all be read; its name is unique by now. */
export interface SourceNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface UpgradeContext {
  /** The opset that the file imports for the node's domain. */
  readonly version: number;
  /** Adds a constant and returns its name. */
  constant(stem: string, dtype: DType, shape: readonly number[], values: readonly number[]): string;
  /** A vector of int64. */
  ints(stem: string, values: readonly number[]): string;
  /** The numbers of a value that the file holds as a small constant. */
  numbers(value: string): Promise<readonly number[] | undefined>;
  /** The dtype of a value, where the file tells it. */
  dtype(value: string): DType | undefined;
  /** The rank of a value, where the file tells it. */
  rank(value: string): number | undefined;
  /** A name that no value or node has yet. */
  unique(stem: string): string;
}

/** Nodes in the newest form, or why the node cannot be brought there. */
export type Upgraded = readonly OperatorNode[] | { readonly opaque: string };

export type UpgradeRule = (node: SourceNode, context: UpgradeContext) => Upgraded | Promise<Upgraded>;

interface Changes {
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Attributes to set; undefined takes one away. */
  readonly attributes?: Readonly<Record<string, AttributeValue | undefined>>;
}

/** The node under an operator's newest name, with changes. */
export function asOperator(operator: OperatorName, node: SourceNode, changes: Changes = {}): OperatorNode {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries({ ...node.attributes, ...changes.attributes }))
    if (value !== undefined) attributes[name] = value;
  return {
    kind: 'operator',
    name: changes.name ?? node.name,
    operator,
    inputs: trimmed(changes.inputs ?? node.inputs),
    outputs: changes.outputs ?? node.outputs,
    attributes,
  };
}

/** An attribute that is a list of integers. */
export function intsOf(node: SourceNode, name: string): readonly number[] | undefined {
  const value = node.attributes[name];
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : undefined;
}

/** An attribute that is one number. */
export function numberOf(node: SourceNode, name: string): number | undefined {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : undefined;
}

/** Inputs up to `count`, then one more: what older forms keep in an attribute. */
export const withInput = (node: SourceNode, count: number, input: string): string[] => [
  ...Array.from({ length: count }, (_, i) => node.inputs[i] ?? ''),
  input,
];

// ---------------------------------------------------------------------------------------------

/** Optional inputs that are left out at the end are not written at all. */
function trimmed(inputs: readonly string[]): readonly string[] {
  let end = inputs.length;
  while (end > 0 && inputs[end - 1] === '') end--;
  return inputs.slice(0, end);
}
