/**
 * A model as a graph. ONNX, safetensors and GGUF files all become this, and every compression is a rewrite of it.
 * A graph is never changed in place: a rewrite returns a new one that shares what it left alone.
 */
import type { DType, TensorData } from '../tensor/dtype.ts';
import type { PackedLayout, PackedMatrix } from '../tensor/packed.ts';
import type { Dim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { OperatorName } from './operators/names.ts';

export interface Graph {
  readonly name: string;
  /** In file order, parameters left out. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly string[];
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** What is read as `value` and replaced by `next` when a run ends. */
  readonly states: readonly State[];
  /** Free text about the model: licence, producer, source. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is known of a value before it is computed. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

export interface Value extends ValueType {
  readonly name: string;
}

export type AttributeValue = number | string | readonly number[] | readonly string[] | Tensor;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type Node = OperatorNode | OpaqueNode;

export interface OperatorNode {
  readonly kind: 'operator';
  /** Unique in the graph. */
  readonly name: string;
  readonly operator: OperatorName;
  /** Names of values; '' where an optional input is left out. */
  readonly inputs: readonly string[];
  /** Names of values; '' where an optional output is not wanted. */
  readonly outputs: readonly string[];
  /** As written in the file, brought to the operator's newest version; defaults are not filled in. */
  readonly attributes: Attributes;
}

/** A node that the operator table does not know, kept word for word so that export and the `onnx` executor can use it. */
export interface OpaqueNode {
  readonly kind: 'opaque';
  readonly name: string;
  readonly domain: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The NodeProto, byte for byte; names of inputs and outputs are taken from the fields above when it is written. */
  readonly proto: Uint8Array;
  /** Why it is opaque, as a sentence part: "GridSample is not an operator that Decant computes". */
  readonly reason: string;
}

export interface Parameter {
  readonly name: string;
  /** The logical type: packed and f16 weights keep the float dtype that their consumers compute with. */
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly storage: Storage;
}

export type Storage = DenseStorage | PackedStorage;

export interface DenseStorage {
  readonly kind: 'dense';
  /** How the bytes lie: f16 under an f32 parameter is FP16 weight storage. */
  readonly dtype: DType;
  /** Reads the elements in row-major order. May be called again; holds nothing. */
  load(): Promise<TensorData>;
}

export interface PackedStorage {
  readonly kind: 'packed';
  readonly layout: PackedLayout;
  /**
   * How the matrix (rows, columns) stands for the parameter's shape: `rows` is [rows, ...columns] (Conv, Gemm with
   * transB, Gather), `columns` is its transpose, [columns, rows] (MatMul, Gemm without transB).
   */
  readonly orientation: 'rows' | 'columns';
  load(): Promise<PackedMatrix>;
}

export interface State {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly initial: Storage;
  /** The value that nodes read during a run. */
  readonly value: string;
  /** The value, computed by a node, that takes its place when the run ends. */
  readonly next: string;
}

/** A dense parameter whose data is in memory. */
export function parameterFrom(name: string, tensor: Tensor): Parameter {
  return { name, dtype: tensor.dtype, shape: tensor.shape, storage: denseStorage(tensor.dtype, tensor.data) };
}

/** Dense storage over data in memory. */
export const denseStorage = (dtype: DType, data: TensorData): DenseStorage => ({
  kind: 'dense',
  dtype,
  load: async () => data,
});

/** The word that names a node's operator, known or not. */
export const operatorOf = (node: Node): string => (node.kind === 'operator' ? node.operator : node.type);
