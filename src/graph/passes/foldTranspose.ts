/**
 * Folds the transposes of matrices into the products that read them: MatMul and Gemm with a transposed matrix become
 * Gemm with `transA` or `transB`, which reads the matrix where it lies. Gradients of MatMul are full of them.
 *
 * Only matrices: products of stacks keep their Transpose, since Gemm has no batch. Packed weights keep it too, since
 * what unpacks them expects every reader to see them the same way round.
 */
import type { Graph, Node, OperatorNode, ValueType } from '../graph.ts';
import type { GraphTypes } from '../inferTypes.ts';
import { removeDeadCode } from './removeDeadCode.ts';
import { findUses } from './uses.ts';

/** @param types of the graph, as `inferTypes` gives them */
export function foldTranspose(graph: Graph, { types }: Pick<GraphTypes, 'types'>): Graph {
  const { producer } = findUses(graph);
  const source = (name: string) => {
    const from = untransposed(producer.get(name));
    return from !== undefined && graph.parameters.get(from)?.storage.kind === 'packed' ? undefined : from;
  };
  const nodes = graph.nodes.map((node) => fold(node, source, types));
  return removeDeadCode({ ...graph, nodes });
}

// ---------------------------------------------------------------------------------------------

/** What a value is the transpose of; undefined when it is none that may be folded. */
type Source = (name: string) => string | undefined;
type Types = ReadonlyMap<string, ValueType>;

function fold(node: Node, source: Source, types: Types): Node {
  if (node.kind === 'opaque' || (node.operator !== 'MatMul' && node.operator !== 'Gemm')) return node;
  const [a, b, ...c] = node.inputs;
  if ([a, b].some((name) => types.get(name)?.shape.length !== 2)) return node;
  const [fromA, fromB] = [a, b].map(source);
  if (fromA === undefined && fromB === undefined) return node;
  const { transA = 0, transB = 0 } = node.attributes;
  return {
    ...node,
    operator: 'Gemm',
    inputs: [fromA ?? a, fromB ?? b, ...c],
    attributes: {
      ...node.attributes,
      transA: fromA === undefined ? transA : flipped(transA),
      transB: fromB === undefined ? transB : flipped(transB),
    },
  };
}

/** What a node transposes as a matrix; undefined for any other node. */
function untransposed(node: Node | undefined): string | undefined {
  return node?.kind === 'operator' && node.operator === 'Transpose' && swapsTwo(node) ? node.inputs[0] : undefined;
}

/** Called for transposes whose result is a matrix, so a permutation that is left out swaps its two axes as well. */
function swapsTwo({ attributes: { perm } }: OperatorNode): boolean {
  return perm === undefined || (Array.isArray(perm) && perm[0] === 1 && perm[1] === 0);
}

const flipped = (flag: OperatorNode['attributes'][string]): number => (flag === 1 ? 0 : 1);
