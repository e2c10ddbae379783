/**
 * Splits parameters that are larger than a binding by rows, and their readers with them: an exact rewrite, so that a
 * large weight runs on a device that binds 128 MiB. Products (MatMul, Gemm, through a Transpose too), Conv and Gather
 * take pieces; a parameter that anything else reads stays whole, and lowering then refuses it by its name. States,
 * which training writes, stay whole as well. Source: the architecture's rule, docs/architecture.md ("Weights").
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Graph, Node, OperatorNode } from '../../../graph/graph.ts';
import type { GraphTypes } from '../../../graph/inferTypes.ts';
import type { LargeParameter } from './split/findLarge.ts';
import { findLarge, swapsTwo } from './split/findLarge.ts';
import { storagesOf } from './split/pieces.ts';
import type { Piece } from './split/readers.ts';
import { addReader, partName } from './split/readers.ts';

/**
 * @param types of the graph's values, concrete
 * @param limitBytes that one binding holds
 * @returns the graph itself when nothing is to be split
 */
export function splitLargeParameters(graph: Graph, types: GraphTypes, limitBytes: number): Graph {
  const large = findLarge(graph, limitBytes);
  if (large.length === 0) return graph;
  const builder = createBuilder(graph, types.types, types.known);
  const cut = new Map(large.map((each) => [each.parameter.name, addPieces(builder, each)]));
  const nodes = graph.nodes.flatMap((node) => splitNode(builder, node, cut));
  const split = builder.build([]);
  const parameters = new Map(split.parameters);
  for (const { parameter } of large) parameters.delete(parameter.name);
  return { ...split, parameters, nodes, outputs: graph.outputs };
}

// ---------------------------------------------------------------------------------------------

function addPieces(builder: GraphBuilder, { parameter, axis, ranges }: LargeParameter): Piece[] {
  const storages = storagesOf(parameter, axis, ranges);
  return ranges.map((range, i) => {
    const name = builder.unique(partName(parameter.name, range));
    const shape = parameter.shape.with(axis, range.count);
    return { ...range, name: builder.parameter({ name, dtype: parameter.dtype, shape, storage: storages[i] }) };
  });
}

/** The nodes that stand for a node; a Transpose of a cut matrix is cut itself. */
function splitNode(builder: GraphBuilder, node: Node, cut: Map<string, readonly Piece[]>): readonly Node[] {
  const pieces = node.kind === 'operator' ? cutInput(node, cut) : undefined;
  if (node.kind === 'opaque' || !pieces) return [node];
  const before = builder.build([]).nodes.length;
  if (swapsTwo(node, 2)) cut.set(node.outputs[0], transposed(builder, node, pieces));
  else addReader(builder, node, pieces);
  return builder.build([]).nodes.slice(before);
}

function cutInput({ inputs }: OperatorNode, cut: ReadonlyMap<string, readonly Piece[]>): readonly Piece[] | undefined {
  const name = inputs.find((input) => cut.has(input));
  return name === undefined ? undefined : cut.get(name);
}

const transposed = (builder: GraphBuilder, node: OperatorNode, pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece) => ({
    ...piece,
    name: builder.add('Transpose', [piece.name], node.attributes, partName(node.name, piece)),
  }));
