/**
 * Which parameters of a network are learned: weights, biases, scales and shifts. Not the numbers of its preprocessing,
 * running statistics, shapes, masks, or weights that are packed; those stay as they are while it trains.
 */
import type { Graph, Node, Parameter } from '../graph/graph.ts';
import type { OperatorName } from '../graph/operators/names.ts';
import { findUses } from '../graph/passes/uses.ts';
import { isFloat } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/shape.ts';

/** Names of the learned parameters, in the order in which the graph reads them. */
export function trainableParameters(model: Graph): string[] {
  const { producer } = findUses(model);
  const learned = new Set<string>();
  for (const node of model.nodes) {
    const found = node.inputs.flatMap((name, i) => {
      const parameter = model.parameters.get(behindMoves(name, producer));
      return parameter && isLearned(node, i, parameter, learned) ? [parameter.name] : [];
    });
    for (const name of found) learned.add(name);
    if (found.length > 0 || node.inputs.some((name) => learned.has(name)))
      for (const output of node.outputs) learned.add(output);
  }
  return [...learned].filter((name) => model.parameters.has(name));
}

// ---------------------------------------------------------------------------------------------

/** Where operators take what they learn. */
const learnedInputs: Partial<Readonly<Record<OperatorName, readonly number[]>>> = {
  MatMul: [0, 1],
  Gemm: [0, 1, 2],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gather: [0],
  BatchNormalization: [1, 2],
  LayerNormalization: [1, 2],
  RMSNormalization: [1],
  InstanceNormalization: [1, 2],
  PRelu: [1],
};

/** Biases and scales as nodes of their own, behind what has been learned already. */
const affine: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** Operators that leave the numbers of a weight alone. */
const moves: ReadonlySet<string> = new Set([
  'Identity',
  'Transpose',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Cast',
]);

function isLearned(node: Node, input: number, parameter: Parameter, learned: ReadonlySet<string>): boolean {
  const { dtype, storage, shape } = parameter;
  if (node.kind !== 'operator' || !isFloat(dtype) || storage.kind !== 'dense' || sizeOf(shape) < 2) return false;
  if (learnedInputs[node.operator]?.includes(input)) return true;
  return (
    affine.has(node.operator) && isVector(shape) && node.inputs.some((name, i) => i !== input && learned.has(name))
  );
}

/** One axis is longer than 1: (C), (C, 1, 1). A mask or a table of positions is no vector. */
const isVector = (shape: readonly number[]): boolean => Math.max(...shape) === sizeOf(shape);

function behindMoves(name: string, producer: ReadonlyMap<string, Node>): string {
  let value = name;
  for (let node = producer.get(value); node?.kind === 'operator' && moves.has(node.operator); ) {
    value = node.inputs[0];
    node = producer.get(value);
  }
  return value;
}
