/**
 * Weights that a file keeps quantized or halved become storage of a float parameter, and the nodes that only unpacked
 * them go: DequantizeLinear, DequantizeLinear before a Reshape or Transpose, MatMulNBits, Cast of f16 weights. What
 * does not fit the packed layout stays as nodes. The inverse of `write/lowerStorage.ts`.
 */
import type { Node, Parameter } from '../../../graph/graph.ts';
import { raiseCast } from './raiseCast.ts';
import type { Raised, Raising } from './raising.ts';

export interface RaisedGraph {
  readonly nodes: readonly Node[];
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/**
 * @param outputs names of the graph's outputs: values that leave it are not replaced by parameters
 * @param unique gives names that nothing in the graph has
 */
export async function raiseStorage(
  graph: RaisedGraph,
  outputs: readonly string[],
  unique: (stem: string) => string,
): Promise<RaisedGraph> {
  const parameters = new Map(graph.parameters);
  const replaced = new Map<string, readonly Node[]>();
  const raising: Raising = { parameters, unique, readers: readersOf(graph.nodes, new Set(outputs)) };
  for (const node of graph.nodes) {
    const raised = await raiseNode(raising, node);
    for (const parameter of raised?.parameters ?? []) parameters.set(parameter.name, parameter);
    for (const [name, nodes] of raised?.replaced ?? []) replaced.set(name, nodes);
  }
  return { nodes: graph.nodes.flatMap((node) => replaced.get(node.name) ?? [node]), parameters };
}

// ---------------------------------------------------------------------------------------------

async function raiseNode(graph: Raising, node: Node): Promise<Raised | undefined> {
  if (node.kind === 'opaque') return undefined;
  if (node.operator === 'Cast') return raiseCast(graph, node);
  // Loaded with the first file that holds quantized weights.
  if (node.operator === 'DequantizeLinear') return (await import('./raiseDequantize.ts')).raiseDequantize(graph, node);
  if (node.operator === 'MatMulNBits') return (await import('./raiseNBits.ts')).raiseNBits(graph, node);
  return undefined;
}

function readersOf(nodes: readonly Node[], outputs: ReadonlySet<string>): Raising['readers'] {
  const readers = new Map<string, Node[]>();
  for (const node of nodes)
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input);
      if (known) known.push(node);
      else readers.set(input, [node]);
    }
  return (value) => (outputs.has(value) ? undefined : (readers.get(value) ?? []));
}
