/**
 * Replaces nodes by their decomposition into plainer operators, until no chosen node is left that has one. For an
 * executor without a kernel for an operator, and for files whose format does not know it. Not constant folding.
 */
import { invariant } from '../../core/errors.ts';
import type { GraphBuilder } from '../builder.ts';
import { createBuilder } from '../builder.ts';
import type { Attributes, Graph, Node, OperatorNode } from '../graph.ts';
import type { GraphTypes } from '../inferTypes.ts';
import { parseAttributes } from '../operator.ts';
import { operators } from '../operators/index.ts';
import type { OperatorName } from '../operators/names.ts';

/** What a choice is made by: a node of the graph, or one that a decomposition is about to add. */
export type Candidate = Pick<OperatorNode, 'name' | 'operator' | 'inputs' | 'attributes'>;

/**
 * Expands every node that `picks` chooses and whose operator has a decomposition. Names of outputs stay; new nodes are
 * called after the node that they come from. Nodes behind an opaque node, whose inputs have no type, stay as they are.
 *
 * @param types of the graph, as `inferTypes` gives them
 * @param picks all that can be decomposed when left out
 */
export function decompose(graph: Graph, types: GraphTypes, picks: (node: Candidate) => boolean = () => true): Graph {
  const builder = createBuilder(graph, types.types, types.known);
  const isTyped = (name: string) => name === '' || types.types.has(name);
  const nodes = graph.nodes.flatMap((node) =>
    node.kind === 'operator' && node.inputs.every(isTyped) && isPicked(node, picks)
      ? expand(builder, node, picks)
      : [node],
  );
  return { ...builder.build([]), nodes, outputs: graph.outputs };
}

// ---------------------------------------------------------------------------------------------

function isPicked(node: Candidate, picks: (node: Candidate) => boolean): boolean {
  return operators[node.operator].decomposition.kind === 'rule' && picks(node);
}

/** The nodes that stand for one node; they end in its outputs. */
function expand(builder: GraphBuilder, node: OperatorNode, picks: (node: Candidate) => boolean): Node[] {
  const before = builder.build([]).nodes.length;
  const results = applyRule(builder, node, node.outputs, picks);
  return renameOutputs(builder, builder.build([]).nodes.slice(before), results, node);
}

function applyRule(
  builder: GraphBuilder,
  node: Candidate,
  outputs: readonly string[],
  picks: (node: Candidate) => boolean,
): readonly string[] {
  const operator = operators[node.operator];
  const { decomposition } = operator;
  invariant(decomposition.kind === 'rule', `${node.operator} has no decomposition`);
  return decomposition.rule({
    builder: expandingBuilder(builder, node.name, picks),
    inputs: node.inputs,
    outputs,
    attributes: parseAttributes(operator, node.name, node.attributes),
    type: (value) => builder.type(value),
  });
}

/** A builder whose added nodes are decomposed at once when they are picked, and are named after `prefix`. */
function expandingBuilder(builder: GraphBuilder, prefix: string, picks: (node: Candidate) => boolean): GraphBuilder {
  const addMany = (
    operator: OperatorName,
    inputs: readonly string[],
    count: number,
    attributes: Attributes = {},
    name = operator as string,
  ): string[] => {
    const node = { name: `${prefix}/${name}`, operator, inputs, attributes };
    if (!isPicked(node, picks)) return builder.addMany(operator, inputs, count, attributes, node.name);
    const outputs = Array.from({ length: count }, (_, i) => `${node.name}_${i}`);
    return [...applyRule(builder, node, outputs, picks)];
  };
  return {
    input: (name, dtype, shape) => builder.input(name, dtype, shape),
    parameter: (parameter) => builder.parameter(parameter),
    constant: (dtype, shape, values) => builder.constant(dtype, shape, values),
    scalar: (value, dtype) => builder.scalar(value, dtype),
    ints: (values) => builder.ints(values),
    state: (state) => builder.state(state),
    add: (operator, inputs, attributes, name) => addMany(operator, inputs, 1, attributes, name)[0],
    addMany,
    append: (node) => builder.append(node),
    type: (value) => builder.type(value),
    known: (value) => builder.known(value),
    unique: (stem) => builder.unique(stem),
    build: (outputs, name) => builder.build(outputs, name),
  };
}

/** Gives the results the names of the node's outputs; a result that was there before is copied by an Identity. */
function renameOutputs(
  builder: GraphBuilder,
  made: readonly Node[],
  results: readonly string[],
  node: OperatorNode,
): Node[] {
  const own = new Set(made.flatMap((item) => item.outputs));
  const names = new Map<string, string>();
  const copies: Node[] = [];
  node.outputs.forEach((output, i) => {
    if (output === '') return;
    if (own.has(results[i]) && !names.has(results[i])) names.set(results[i], output);
    else copies.push(copyOf(builder, names.get(results[i]) ?? results[i], output, node.name));
  });
  const renamed = (name: string) => names.get(name) ?? name;
  const nodes = made.map((item) => ({
    ...item,
    inputs: item.inputs.map(renamed),
    outputs: item.outputs.map(renamed),
  }));
  return [...nodes, ...copies];
}

function copyOf(builder: GraphBuilder, from: string, to: string, prefix: string): OperatorNode {
  const name = builder.unique(`${prefix}/Identity`);
  return { kind: 'operator', name, operator: 'Identity', inputs: [from], outputs: [to], attributes: {} };
}
