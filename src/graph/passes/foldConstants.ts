/**
 * Constant folding: nodes that depend on parameters and known shapes alone become parameters.
 *
 * Packed weights and DequantizeLinear are left alone, since folding them would undo a compression; so are nodes that
 * make a graph output, and results much larger than what they are made from (Expand, Tile, ConstantOfShape).
 */
import { isConcrete, sizeOf } from '../../tensor/shape.ts';
import type { Numbers } from '../../tensor/tensor.ts';
import { fromNumbers, toNumbers } from '../../tensor/tensor.ts';
import type { Graph, Node, OperatorNode, Parameter } from '../graph.ts';
import { parameterFrom } from '../graph.ts';
import type { GraphTypes } from '../inferTypes.ts';
import { inferTypes } from '../inferTypes.ts';
import type { ConcreteType } from '../operator.ts';
import { loadParameter } from '../parameterData.ts';
import { evaluateNode } from './evaluateNode.ts';
import { removeDeadCode } from './removeDeadCode.ts';

/** Results up to this many elements are always folded; larger ones only when not larger than their inputs. */
const smallResult = 65536;

/** Computes by the operators' references; what a rewrite or an output must still see stays a node. */
export async function foldConstants(graph: Graph): Promise<Graph> {
  const inferred = await inferTypes(graph);
  const parameters = new Map(graph.parameters);
  const kept = new Set([...graph.outputs, ...graph.states.map((state) => state.next)]);
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const results = node.outputs.some((output) => kept.has(output))
      ? undefined
      : await fold(node, parameters, inferred);
    if (!results) nodes.push(node);
    else for (const [name, numbers] of results) parameters.set(name, parameterFrom(name, fromNumbers(numbers)));
  }
  return removeDeadCode({ ...graph, nodes, parameters });
}

// ---------------------------------------------------------------------------------------------

async function fold(
  node: Node,
  parameters: ReadonlyMap<string, Parameter>,
  { types, known }: GraphTypes,
): Promise<[string, Numbers][] | undefined> {
  if (node.kind === 'opaque' || node.operator === 'DequantizeLinear') return undefined;
  const outputs = node.outputs.map((name) => (name === '' ? undefined : types.get(name)));
  const concrete = outputs.filter((type): type is ConcreteType => type !== undefined && isConcrete(type.shape));
  if (concrete.length !== node.outputs.length) return undefined;
  const fromShapes = node.outputs.map((name) => known.get(name)?.numbers);
  if (fromShapes.every((numbers) => numbers !== undefined)) return node.outputs.map((name, i) => [name, fromShapes[i]]);
  const inputs = await constantInputs(node, parameters, concrete);
  if (!inputs) return undefined;
  const results = evaluateNode(node, inputs, concrete);
  return node.outputs.map((name, i) => [name, { ...results[i], dtype: concrete[i].dtype }]);
}

/** The numbers of all inputs, or undefined when one is not a dense parameter or the result would be out of proportion. */
async function constantInputs(
  node: OperatorNode,
  parameters: ReadonlyMap<string, Parameter>,
  outputs: readonly ConcreteType[],
): Promise<(Numbers | undefined)[] | undefined> {
  const used = node.inputs.filter((name) => name !== '').map((name) => parameters.get(name));
  if (!used.every((parameter) => parameter?.storage.kind === 'dense')) return undefined;
  const given = used.reduce((sum, parameter) => sum + sizeOf(parameter?.shape ?? []), 0);
  const made = outputs.reduce((sum, type) => sum + sizeOf(type.shape), 0);
  if (made > Math.max(smallResult, given)) return undefined;
  return Promise.all(node.inputs.map((name) => numbersOf(parameters.get(name))));
}

async function numbersOf(parameter: Parameter | undefined): Promise<Numbers | undefined> {
  return parameter ? toNumbers(await loadParameter(parameter)) : undefined;
}
