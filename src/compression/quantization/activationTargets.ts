/** Which activations are quantized: the inputs of MatMul, Gemm and Conv whose weights were chosen. */
import type { Graph, OperatorNode } from '../../graph/graph.ts';
import { operatorOf } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { findDynamic } from '../../graph/passes/dynamicQuantization.ts';
import { findUses } from '../../graph/passes/uses.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import type { Selection } from './options.ts';
import { selectWeights } from './select.ts';

export interface Targets {
  /** Nodes whose first input is to be quantized, in topological order. */
  readonly nodes: readonly OperatorNode[];
  /** Nodes that were chosen but cannot be, and why, as a sentence part. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/** @throws RecipeError when a target or an exception names nothing */
export async function activationTargets(graph: Graph, selection: Selection): Promise<Targets> {
  const { chosen } = selectWeights(findWeights(graph).fit, selection);
  const wanted = new Set(chosen.flatMap(({ consumers }) => consumers));
  const { types } = await inferTypes(graph);
  const { producer } = findUses(graph);
  const dynamic = await findDynamic(graph);
  const reasonFor = (node: OperatorNode): string | undefined => {
    const type = types.get(node.inputs[0]);
    const maker = producer.get(node.inputs[0]);
    if (node.operator === 'Gather') return 'a Gather reads indices, which are not quantized';
    if (node.operator === 'Gemm' && node.attributes.transA === 1)
      return 'its activation is transposed, so its rows are not samples';
    if (graph.parameters.has(node.inputs[0])) return 'its first input is a parameter, not an activation';
    if (type?.dtype !== 'f32') return `its activation is ${type?.dtype ?? 'of unknown type'}, not f32`;
    if (dynamic.has(node.name) || (maker && operatorOf(maker) === 'DequantizeLinear'))
      return 'its activation is quantized already';
    return undefined;
  };
  const nodes: OperatorNode[] = [];
  const left: { name: string; reason: string }[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'operator' || !wanted.has(node)) continue;
    const reason = reasonFor(node);
    if (reason === undefined) nodes.push(node);
    else left.push({ name: node.name, reason });
  }
  return { nodes, left };
}
