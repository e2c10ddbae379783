/** The same network as if it had never learned: every learned parameter drawn anew, norms back at one and zero. */
import { createRandom } from '../../core/random.ts';
import type { Graph, OperatorNode, Parameter } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { findUses } from '../../graph/passes/uses.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { trainableParameters } from '../../training/trainable.ts';

/** Weights normal with variance 2 / fan-in (He et al., 2015, arXiv:1502.01852), vectors zero; the seed decides every bit. */
export function freshWeights(graph: Graph, seed: number): Graph {
  const random = createRandom(seed);
  const { consumers } = findUses(graph);
  const fanIn = new Map(findWeights(graph).fit.map(({ parameter, columns }) => [parameter.name, columns]));
  const norms = graph.nodes.filter((node) => node.kind === 'operator' && normOperators.has(node.operator));
  const moments = norms.flatMap((node) =>
    node.kind === 'operator' && node.operator === 'BatchNormalization' ? node.inputs.slice(3) : [],
  );
  const parameters = new Map(graph.parameters);
  const draw = (parameter: Parameter): Float64Array => {
    const { name, shape } = parameter;
    const size = sizeOf(shape);
    const [reader] = consumers.get(name) ?? [];
    const ones = reader?.kind === 'operator' && isOne(reader, name);
    if (shape.length === 1 || ones) return new Float64Array(size).fill(ones ? 1 : 0);
    const deviation = Math.sqrt(2 / (fanIn.get(name) ?? sizeOf(shape.slice(1))));
    return Float64Array.from({ length: size }, () => deviation * random.normal());
  };
  for (const name of [...trainableParameters(graph), ...moments]) {
    const parameter = parameters.get(name);
    if (parameter)
      parameters.set(name, parameterFrom(name, tensorFrom(parameter.dtype, parameter.shape, draw(parameter))));
  }
  return { ...graph, parameters };
}

// ---------------------------------------------------------------------------------------------

const normOperators: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'LayerNormalization',
  'InstanceNormalization',
  'RMSNormalization',
]);

/** Scales and running variances start at one. */
function isOne(node: OperatorNode, name: string): boolean {
  if (!normOperators.has(node.operator)) return false;
  return node.inputs[1] === name || (node.operator === 'BatchNormalization' && node.inputs[4] === name);
}
