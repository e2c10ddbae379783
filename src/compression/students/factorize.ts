/**
 * Students of the same shape with thinner weights: a layer becomes two with a narrow waist between them, W ~ B A, which
 * are the best of that rank. Denton et al., 2014, arXiv:1404.0736; convolutions as in Zhang et al., 2015,
 * arXiv:1505.06798: k x k into the waist, 1 x 1 out of it.
 */
import type { Graph, Node, OperatorNode, Parameter } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../graph/parameterData.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { decodeNumbers, tensorFrom } from '../../tensor/tensor.ts';
import { lowRank } from '../adapters/svd.ts';
import { describedAnew } from '../pruning/removeChannels.ts';

/**
 * @param share of the full rank that a waist has; layers that it would not make smaller stay as they are
 */
export async function factorize(graph: Graph, share: number): Promise<Graph> {
  const taken = takenNames(graph);
  const parameters = new Map(graph.parameters);
  const replaced = new Map<Node, readonly Node[]>();
  for (const weight of findWeights(graph).fit) {
    const { rows, columns, consumers, parameter } = weight;
    const rank = Math.max(1, Math.round(share * Math.min(rows, columns)));
    const [node] = consumers;
    if (consumers.length > 1 || !isFactorable(node, parameter) || rank * (rows + columns) >= rows * columns) continue;
    const { a, b } = await factorsOf(weight, rank);
    const names = [freshName(taken, `${parameter.name}.a`), freshName(taken, `${parameter.name}.b`)] as const;
    parameters.delete(parameter.name);
    parameters.set(names[0], parameterFrom(names[0], shaped(weight, a, rank, 'a')));
    parameters.set(names[1], parameterFrom(names[1], shaped(weight, b, rank, 'b')));
    replaced.set(node, twoLayers(node, names, freshName(taken, `${node.name}.waist`)));
  }
  const nodes = graph.nodes.flatMap((node) => replaced.get(node) ?? [node]);
  const thinner = { ...graph, nodes, parameters };
  return replaced.size > 0 ? { ...thinner, metadata: describedAnew(thinner) } : graph;
}

// ---------------------------------------------------------------------------------------------

function isFactorable(node: OperatorNode, { storage }: Parameter): boolean {
  if (storage.kind === 'packed') return false;
  if (node.operator === 'Conv') return Number(node.attributes.group ?? 1) === 1;
  return node.operator === 'MatMul' || (node.operator === 'Gemm' && node.attributes.transA !== 1);
}

async function factorsOf({ parameter, orientation, rows, columns }: Weight, rank: number) {
  const { dtype, data } = await loadParameter(parameter);
  const values = Float32Array.from(decodeNumbers(dtype, data));
  return lowRank(orientation === 'rows' ? values : transposeMatrix(values, columns, rows), rows, columns, rank);
}

/** A factor, (rank, columns) or (rows, rank), in the form that the layer's operator reads. */
function shaped(
  { parameter, orientation, rows, columns }: Weight,
  values: Float64Array,
  rank: number,
  which: 'a' | 'b',
) {
  const matrix = Float32Array.from(values);
  const [height, width] = which === 'a' ? [rank, columns] : [rows, rank];
  if (parameter.shape.length > 2) {
    const rest = parameter.shape.slice(1);
    return tensorFrom('f32', which === 'a' ? [rank, ...rest] : [rows, rank, ...rest.slice(1).map(() => 1)], matrix);
  }
  if (orientation === 'rows') return tensorFrom('f32', [height, width], matrix);
  return tensorFrom('f32', [width, height], transposeMatrix(matrix, height, width));
}

function twoLayers(node: OperatorNode, [a, b]: readonly [string, string], waist: string): readonly Node[] {
  const [x, , bias] = node.inputs;
  const second = [waist, b, ...(bias ? [bias] : [])];
  if (node.operator === 'Conv') {
    const first: OperatorNode = { ...node, name: waist, inputs: [x, a], outputs: [waist] };
    return [first, { ...node, inputs: second, attributes: {} }];
  }
  if (node.operator === 'MatMul') {
    const first: OperatorNode = { ...node, name: waist, inputs: [x, a], outputs: [waist] };
    return [first, { ...node, inputs: second }];
  }
  const { transB = 0 } = node.attributes;
  const first: OperatorNode = { ...node, name: waist, inputs: [x, a], outputs: [waist], attributes: { transB } };
  return [first, { ...node, inputs: second }];
}
