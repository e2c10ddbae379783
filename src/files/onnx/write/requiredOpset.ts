/** The opset a file must import: 21, unless a node has a form that appeared later. */
import type { Graph, Node } from '../../../graph/graph.ts';

/** Has 4-bit integers and blocked DequantizeLinear, and every runtime of today reads it. */
const usualOpset = 21;

/** Operators and attributes that are younger. */
const younger: Readonly<Record<string, number>> = { RMSNormalization: 23, Swish: 24 };
const youngerAttributes: Readonly<Record<string, number>> = {
  'Cast.round_mode': 24,
  'DequantizeLinear.output_dtype': 23,
  'QuantizeLinear.precision': 23,
};

/** Of the default domain; nodes that stayed opaque were checked when they were read. */
export const requiredOpset = (graph: Graph): number => Math.max(usualOpset, ...graph.nodes.flatMap(neededBy));

// ---------------------------------------------------------------------------------------------

function neededBy(node: Node): number[] {
  if (node.kind === 'opaque') return [];
  // Opset 22 mended the size of pools that round up.
  const mended = node.attributes.ceil_mode === 1 ? 22 : 0;
  const attributes = Object.keys(node.attributes).map((name) => youngerAttributes[`${node.operator}.${name}`] ?? 0);
  return [younger[node.operator] ?? 0, mended, ...attributes].filter((version) => version > usualOpset);
}
