/**
 * Storage as nodes: packed and halved weights become initializers that ONNX has types for, and the nodes that unpack
 * them. The inverse of `raise/`. The graph that comes out has only dense parameters of their own dtype.
 */
import type { Graph, Node, Parameter } from '../../../graph/graph.ts';
import { loadParameter } from '../../../graph/parameterData.ts';
import { findUses, freshName, takenNames } from '../../../graph/passes/uses.ts';
import type { LoweredParameter, Naming } from './loweredParameter.ts';
import { castNode } from './loweredParameter.ts';
import { lowerToDequantize } from './lowerToDequantize.ts';
import { lowerToNBits } from './lowerToNBits.ts';

/** How packed weights are written: DequantizeLinear, MatMulNBits where it fits, or as floats. */
export type OnnxForm = 'qdq' | 'nbits' | 'dense';

export interface Lowered {
  readonly graph: Graph;
  /** Where the file holds other codes than the graph does, a sentence each. */
  readonly substitutions: readonly string[];
}

/** Weights that no form can hold as they are get the next wider container, and a sentence that says so. */
export function lowerStorage(graph: Graph, form: OnnxForm): Lowered {
  const taken = takenNames(graph);
  const unique: Naming = (stem) => freshName(taken, stem);
  const { consumers, kept } = findUses(graph);
  const lowered = [...graph.parameters.values()].map((parameter) => {
    const readers = kept.has(parameter.name) ? undefined : consumers.get(parameter.name);
    return lowerParameter(parameter, readers ?? [], form, unique);
  });
  const replaced = new Map(lowered.flatMap((item) => [...(item.replaced ?? [])]));
  const nodes = [
    ...lowered.flatMap((item) => item.nodes),
    ...graph.nodes.flatMap((node) => replaced.get(node.name) ?? [node]),
  ];
  const parameters = new Map(lowered.flatMap((item) => item.parameters).map((item) => [item.name, item]));
  return { graph: { ...graph, nodes, parameters }, substitutions: lowered.flatMap((item) => item.substitutions) };
}

// ---------------------------------------------------------------------------------------------

/** @param readers nodes that read the parameter; none when it also leaves the graph */
function lowerParameter(
  parameter: Parameter,
  readers: readonly Node[],
  form: OnnxForm,
  unique: Naming,
): LoweredParameter {
  const { storage, dtype, name } = parameter;
  if (storage.kind === 'dense') {
    if (storage.dtype === dtype) return asItStands(parameter);
    const stored = { ...parameter, name: unique(`${name}.${storage.dtype}`), dtype: storage.dtype };
    const cast = castNode(stored.name, name, dtype, unique);
    return { parameters: [stored], nodes: [cast], substitutions: [] };
  }
  if (form === 'dense') {
    const load = async () => (await loadParameter(parameter)).data;
    return asItStands({ ...parameter, storage: { kind: 'dense', dtype, load } });
  }
  if (form === 'qdq') return lowerToDequantize(parameter, storage, unique);
  const lowered = lowerToNBits(parameter, storage, readers, unique);
  if ('nodes' in lowered) return lowered;
  const rest = lowerToDequantize(parameter, storage, unique);
  const why = `"${name}" is written as DequantizeLinear in place of MatMulNBits: ${lowered.reason}.`;
  return { ...rest, substitutions: [why, ...rest.substitutions] };
}

const asItStands = (parameter: Parameter): LoweredParameter => ({
  parameters: [parameter],
  nodes: [],
  substitutions: [],
});
