/** What one parameter becomes in a file, and the pieces that both forms of quantized weights are made of. */
import type { Attributes, Node, OperatorNode, PackedStorage, Parameter } from '../../../graph/graph.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import type { DType, TensorData } from '../../../tensor/dtype.ts';
import { encodeNumbers } from '../../../tensor/tensor.ts';

/** Gives a name that nothing in the graph has, made from a stem. */
export type Naming = (stem: string) => string;

export interface LoweredParameter {
  readonly parameters: readonly Parameter[];
  /** Nodes that make values out of the new parameters; they come before all others. */
  readonly nodes: readonly Node[];
  /** Nodes that take the place of the parameter's readers, by the name of the node replaced. */
  readonly replaced?: ReadonlyMap<string, readonly Node[]>;
  readonly substitutions: readonly string[];
}

/** A node with one output. */
export const operatorNode = (
  operator: OperatorName,
  name: string,
  inputs: readonly string[],
  output: string,
  attributes: Attributes = {},
): OperatorNode => ({ kind: 'operator', name, operator, inputs, outputs: [output], attributes });

/** A Cast of one value to a dtype. */
export const castNode = (from: string, to: string, dtype: DType, unique: Naming): OperatorNode =>
  operatorNode('Cast', unique(`${to}/cast`), [from], to, { to: dtype });

/** A parameter that is worked out when it is written. */
export const computedParameter = (
  name: string,
  dtype: DType,
  shape: readonly number[],
  load: () => Promise<TensorData>,
): Parameter => ({ name, dtype, shape, storage: { kind: 'dense', dtype, load } });

export interface LoweredScales {
  readonly parameter: Parameter;
  /** The Cast of f16 scales: onnxruntime refuses f16 scales beside f32 activations. */
  readonly nodes: readonly Node[];
  /** The name under which DequantizeLinear or MatMulNBits takes them, in the weight's own dtype. */
  readonly value: string;
}

/**
 * Scales as an initializer of their own dtype, cast to the weight's.
 *
 * @param arrange brings the stored order into the order and number that `shape` needs
 */
export function lowerScales(
  weight: Parameter,
  storage: PackedStorage,
  shape: readonly number[],
  arrange: (scales: Float32Array) => Float32Array,
  unique: Naming,
): LoweredScales {
  const { scaleDType } = storage.layout;
  const stored = unique(`${weight.name}.scales`);
  const load = async () => encodeNumbers(scaleDType, arrange((await storage.load()).scales));
  const parameter = computedParameter(stored, scaleDType, shape, load);
  if (scaleDType === weight.dtype) return { parameter, nodes: [], value: stored };
  const value = unique(`${weight.name}.scales_${weight.dtype}`);
  return { parameter, nodes: [castNode(stored, value, weight.dtype, unique)], value };
}
