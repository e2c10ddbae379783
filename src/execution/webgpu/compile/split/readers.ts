/**
 * The readers of a cut parameter over its pieces. A product or convolution becomes one a piece, laid end to end along
 * the output's channels; a Gather asks every piece and takes the row from the one that has it. Fusing comes after.
 */
import { invariant } from '../../../../core/errors.ts';
import type { GraphBuilder } from '../../../../graph/builder.ts';
import type { OperatorNode } from '../../../../graph/graph.ts';
import type { OperatorName } from '../../../../graph/operators/names.ts';
import { groupsOf } from './findLarge.ts';
import type { Range } from './pieces.ts';

/** A piece of a value, by the name of the value that holds it. */
export interface Piece extends Range {
  readonly name: string;
}

/** Adds the nodes that compute `node` from pieces of its weight; the last of them has its name and output. */
export function addReader(builder: GraphBuilder, node: OperatorNode, pieces: readonly Piece[]): void {
  const { operator } = node;
  if (operator === 'Gather') addGather(builder, node, pieces);
  else if (operator === 'Conv') addLast(builder, node, 'Concat', convolutions(builder, node, pieces), { axis: 1 });
  else {
    invariant(operator === 'MatMul' || operator === 'Gemm', `${operator} takes no pieces of a parameter`);
    addLast(builder, node, 'Concat', products(builder, node, pieces), { axis: -1 });
  }
}

/** "fc[0:64]": a part of a node, or of a value, by its range. */
export const partName = (name: string, { start, count }: Range): string => `${name}[${start}:${start + count}]`;

// ---------------------------------------------------------------------------------------------

function products(builder: GraphBuilder, node: OperatorNode, pieces: readonly Piece[]): string[] {
  const biases = biasesOf(builder, node, pieces);
  return pieces.map((piece, i) => {
    const inputs = [node.inputs[0], piece.name, ...biases.slice(i, i + 1)];
    return builder.add(node.operator, inputs, node.attributes, partName(node.name, piece));
  });
}

/** Pieces hold whole groups, or lie within one: then they see its channels alone. */
function convolutions(builder: GraphBuilder, node: OperatorNode, pieces: readonly Piece[]): string[] {
  const [x] = node.inputs;
  const all = groupsOf(node);
  const filters = pieces.reduce((sum, { count }) => sum + count, 0) / all;
  const channels = Number(builder.type(x).shape[1]) / all;
  const biases = biasesOf(builder, node, pieces);
  return pieces.map((piece, i) => {
    const group = Math.max(1, Math.floor(piece.count / filters));
    const first = Math.floor(piece.start / filters);
    const bounds = [first * channels, (first + group) * channels].map((bound) => builder.ints([bound]));
    const seen = group === all ? x : builder.add('Slice', [x, ...bounds, builder.ints([1])]);
    const inputs = [seen, piece.name, ...biases.slice(i, i + 1)];
    return builder.add('Conv', inputs, { ...node.attributes, group }, partName(node.name, piece));
  });
}

/** A bias by pieces along its last axis; one that is broadcast there goes to all of them. */
function biasesOf(builder: GraphBuilder, { inputs: [, , bias] }: OperatorNode, pieces: readonly Piece[]): string[] {
  if (!bias) return [];
  const { shape } = builder.type(bias);
  if (shape.length === 0 || shape.at(-1) === 1) return pieces.map(() => bias);
  const sizes = builder.ints(pieces.map(({ count }) => count));
  return builder.addMany('Split', [bias, sizes], pieces.length, { axis: shape.length - 1 });
}

/** Indices are counted from the front and moved into each piece, held within it, and its rows kept where they were in it. */
function addGather(builder: GraphBuilder, node: OperatorNode, pieces: readonly Piece[]): void {
  const [, indices] = node.inputs;
  const { dtype, shape } = builder.type(indices);
  const number = (value: number) => builder.constant(dtype, [], [value]);
  const rows = pieces.reduce((sum, { count }) => sum + count, 0);
  const fromEnd = builder.add('Less', [indices, number(0)]);
  const at = builder.add('Where', [fromEnd, builder.add('Add', [indices, number(rows)]), indices]);
  const tail = Array.from({ length: builder.type(pieces[0].name).shape.length - 1 }, (_, i) => shape.length + i);
  const parts = pieces.map((piece) => {
    const below = builder.add('Min', [builder.add('Sub', [at, number(piece.start)]), number(piece.count - 1)]);
    const within = builder.add('Max', [below, number(0)]);
    return builder.add('Gather', [piece.name, within], { axis: 0 }, partName(node.name, piece));
  });
  const isFrom = ({ start }: Piece): string => {
    const mask = builder.add('GreaterOrEqual', [at, number(start)]);
    return tail.length === 0 ? mask : builder.add('Unsqueeze', [mask, builder.ints(tail)]);
  };
  const end = pieces.length - 1;
  const before = parts
    .slice(1, end)
    .reduce((found, part, i) => builder.add('Where', [isFrom(pieces[i + 1]), part, found]), parts[0]);
  addLast(builder, node, 'Where', [isFrom(pieces[end]), parts[end], before], {});
}

/** The node that ends in what the split node made, under its name. */
function addLast(
  builder: GraphBuilder,
  { name, outputs }: OperatorNode,
  operator: OperatorName,
  inputs: readonly string[],
  attributes: OperatorNode['attributes'],
): void {
  builder.append({ kind: 'operator', name, operator, inputs, outputs, attributes });
}
