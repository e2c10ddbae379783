/**
 * Dynamic int8 activations as a rewrite: in front of each chosen MatMul, Gemm or Conv the activation is rounded to
 * int8 with a scale a row or a sample, found while running. The nodes are those of `graph/passes/dynamicQuantization.ts`.
 */
import { createBuilder } from '../../graph/builder.ts';
import type { Graph, Node, OperatorNode } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { addDynamicQuantization } from '../../graph/passes/dynamicQuantization.ts';
import { sortNodes } from '../../graph/passes/sortNodes.ts';
import type { Targets } from './activationTargets.ts';
import type { ActivationReport } from './report.ts';

export interface QuantizedActivations {
  readonly graph: Graph;
  readonly activations: readonly ActivationReport[];
}

/** Quantizes the first input of each target. */
export async function quantizeDynamically(graph: Graph, targets: Targets): Promise<QuantizedActivations> {
  const { types, known } = await inferTypes(graph);
  const builder = createBuilder(graph, types, known);
  const made = new Map<string, string>();
  const reports = new Map<string, ActivationReport>();
  const replaced = new Map<string, Node>();
  for (const node of targets.nodes) {
    const [value] = node.inputs;
    const axes = axesOf(node, builder.type(value).shape.length);
    const key = `${value} ${axes}`;
    const quantized = made.get(key) ?? addDynamicQuantization(builder, value, axes);
    made.set(key, quantized);
    replaced.set(node.name, { ...node, inputs: [quantized, ...node.inputs.slice(1)] });
    const nodes = [...(reports.get(key)?.nodes ?? []), node.name];
    reports.set(key, { value, nodes, mode: 'dynamic' });
  }
  const built = builder.build(graph.outputs);
  const nodes = built.nodes.map((node) => replaced.get(node.name) ?? node);
  return { graph: sortNodes({ ...built, nodes }), activations: [...reports.values()] };
}

// ---------------------------------------------------------------------------------------------

/** A row for matrix products, a sample for convolutions. */
function axesOf(node: OperatorNode, rank: number): number[] {
  return node.operator === 'Conv' ? Array.from({ length: rank - 1 }, (_, i) => i + 1) : [-1];
}
