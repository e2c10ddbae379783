/**
 * Which parameters are weights, and how each is a matrix of output channels by inputs: the form that quantizers work
 * on and packed storage has. MatMul and Gemm (second input), Conv (its kernel, flattened), Gather (an embedding).
 *
 * Not weights here: biases, norms, kernels of ConvTranspose (their channels lie second), stacks of matrices.
 */
import { sizeOf } from '../../tensor/shape.ts';
import type { Graph, Node, OperatorNode, PackedStorage, Parameter } from '../graph.ts';
import { operatorOf } from '../graph.ts';
import { findUses } from './uses.ts';

export type WeightOperator = 'MatMul' | 'Gemm' | 'Conv' | 'Gather';

export interface Weight {
  readonly parameter: Parameter;
  /** Nodes that read it, in topological order; all see it in the same orientation. */
  readonly consumers: readonly OperatorNode[];
  readonly operator: WeightOperator;
  readonly orientation: PackedStorage['orientation'];
  /** N: output channels. */
  readonly rows: number;
  /** K: values in a row. */
  readonly columns: number;
}

/** A parameter that looks like a weight but cannot be packed, and why, as a sentence part. */
export interface UnfitWeight {
  readonly parameter: Parameter;
  readonly reason: string;
}

export interface Weights {
  /** In the order in which the graph reads them. */
  readonly fit: readonly Weight[];
  readonly unfit: readonly UnfitWeight[];
}

/** In the order in which nodes read them; `unfit` says of each parameter that looks like a weight why it is none. */
export function findWeights(graph: Graph): Weights {
  const { consumers } = findUses(graph);
  const fit: Weight[] = [];
  const unfit: UnfitWeight[] = [];
  const order = new Set(graph.nodes.flatMap((node) => node.inputs));
  for (const name of order) {
    const parameter = graph.parameters.get(name);
    if (!parameter) continue;
    const found = describe(parameter, consumers.get(name) ?? []);
    if (!found) continue;
    if ('reason' in found) unfit.push(found);
    else fit.push(found);
  }
  return { fit, unfit };
}

/** How a node sees a parameter as a matrix; undefined when the parameter is not its weight. */
function orientationIn(node: Node, parameter: Parameter): PackedStorage['orientation'] | undefined {
  if (node.kind !== 'operator') return undefined;
  const rank = parameter.shape.length;
  const second = node.inputs[1] === parameter.name && node.inputs[0] !== parameter.name;
  switch (node.operator) {
    case 'MatMul':
      return second && rank === 2 ? 'columns' : undefined;
    case 'Gemm':
      if (!second || rank !== 2 || node.inputs[2] === parameter.name) return undefined;
      return node.attributes.transB === 1 ? 'rows' : 'columns';
    case 'Conv':
      return second && rank >= 3 && node.inputs[2] !== parameter.name ? 'rows' : undefined;
    case 'Gather':
      return node.inputs[0] === parameter.name && rank === 2 && (node.attributes.axis ?? 0) === 0 ? 'rows' : undefined;
    default:
      return undefined;
  }
}

// ---------------------------------------------------------------------------------------------

function describe(parameter: Parameter, readers: readonly Node[]): Weight | UnfitWeight | undefined {
  const { dtype, shape } = parameter;
  const seen = readers.map((node) => orientationIn(node, parameter));
  const orientation = seen.find((found) => found !== undefined);
  if (orientation === undefined || (dtype !== 'f32' && dtype !== 'f16')) return undefined;
  const other = readers.find((_, i) => seen[i] === undefined);
  if (other)
    return {
      parameter,
      reason: `it is also read by "${other.name}" (${operatorOf(other)}), which takes no packed weight`,
    };
  if (seen.some((found) => found !== orientation))
    return { parameter, reason: 'its readers see it in differing orientations' };
  const consumers = readers.filter((node) => node.kind === 'operator');
  const operator = consumers[0]?.operator as WeightOperator;
  const rows = orientation === 'rows' ? shape[0] : shape[1];
  if (rows === 0 || sizeOf(shape) === 0) return { parameter, reason: 'it is empty' };
  return { parameter, consumers, operator, orientation, rows, columns: sizeOf(shape) / rows };
}
