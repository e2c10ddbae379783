/** A node as lowering rules see it: attributes, types, what is known, and its inputs on demand. */
import { ExecutionError, invariant } from '../../../core/errors.ts';
import type { DenseStorage, OperatorNode, PackedStorage, Storage } from '../../../graph/graph.ts';
import type { ConcreteType, Parsed } from '../../../graph/operator.ts';
import { parseAttributes } from '../../../graph/operator.ts';
import { operators } from '../../../graph/operators/index.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { BufferRef, ValueRef } from '../bufferRef.ts';
import { elementOf } from '../bufferRef.ts';
import type { NodeView, PackedRefs, PreparedSpec } from '../lowering/lowering.ts';
import { halfSpec, packedSpecs } from './packedUploads.ts';
import type { Values } from './values.ts';

export class ViewOfNode implements NodeView {
  readonly node: OperatorNode;
  readonly inputTypes: readonly (ConcreteType | undefined)[];
  readonly outputTypes: readonly ConcreteType[];
  protected readonly values: Values;
  readonly #attributes: Parsed;
  readonly #dequantize: Dequantize;

  constructor(node: OperatorNode, values: Values, dequantize: Dequantize) {
    this.node = node;
    this.values = values;
    this.#dequantize = dequantize;
    this.#attributes = parseAttributes(operators[node.operator], node.name, node.attributes);
    this.inputTypes = node.inputs.map((name) => (name === '' ? undefined : values.type(name)));
    this.outputTypes = node.outputs.map((name) => (name === '' ? { dtype: 'f32', shape: [] } : values.type(name)));
  }

  int(attribute: string): number {
    return this.#number(attribute);
  }

  float(attribute: string): number {
    return this.#number(attribute);
  }

  text(attribute: string): string {
    const value = this.attribute(attribute);
    invariant(typeof value === 'string', `${this.node.operator} has no text attribute ${attribute}`);
    return value;
  }

  ints(attribute: string): readonly number[] {
    const value = this.attribute(attribute);
    invariant(Array.isArray(value), `${this.node.operator} has no list attribute ${attribute}`);
    return value;
  }

  attribute(name: string): unknown {
    invariant(name in this.#attributes, `${this.node.operator} has no attribute ${name}`);
    return this.#attributes[name];
  }

  known(index: number): Numbers | undefined {
    const name = this.node.inputs[index];
    return name ? this.values.known(name) : undefined;
  }

  storage(index: number): Storage | undefined {
    const name = this.node.inputs[index];
    return name ? this.values.parameter(name)?.storage : undefined;
  }

  producer(index: number): NodeView | undefined {
    const name = this.node.inputs[index];
    const node = name ? this.values.producer(name) : undefined;
    return node && new ViewOfNode(node, this.values, this.#dequantize);
  }

  input(index: number): ValueRef {
    const ref = this.optional(index);
    invariant(ref, `node ${this.node.name} (${this.node.operator}) has no input ${index}`);
    return ref;
  }

  optional(index: number): ValueRef | undefined {
    const name = this.node.inputs[index];
    if (!name) return undefined;
    if (this.storage(index)?.kind === 'packed') return this.#dequantize(this, index);
    return this.#checked(this.values.demand(name));
  }

  packed(index: number): PackedRefs {
    const storage = this.#storageOfKind(index, 'packed');
    const { codes, scales, zeroPoints } = packedSpecs(storage);
    return {
      layout: storage.layout,
      orientation: storage.orientation,
      codes: this.prepared(index, 'codes', codes),
      scales: this.prepared(index, 'scales', scales),
      zeroPoints: zeroPoints && this.prepared(index, 'zero points', zeroPoints),
    };
  }

  half(index: number): BufferRef {
    const storage = this.#storageOfKind(index, 'dense');
    invariant(storage.dtype === 'f16', `input ${index} of ${this.node.name} is not stored as f16`);
    return this.prepared(index, 'half', halfSpec(storage, sizeOf(this.inputTypes[index]?.shape ?? [])));
  }

  prepared(index: number, key: string, spec: PreparedSpec): BufferRef {
    const storage = this.storage(index);
    invariant(storage, `input ${index} of ${this.node.name} is no parameter`);
    return this.values.prepare(storage, key, `${this.node.inputs[index]} (${key})`, spec);
  }

  #storageOfKind(index: number, kind: 'dense'): DenseStorage;
  #storageOfKind(index: number, kind: 'packed'): PackedStorage;
  #storageOfKind(index: number, kind: Storage['kind']): Storage {
    const storage = this.storage(index);
    invariant(storage?.kind === kind, `input ${index} of ${this.node.name} is not stored ${kind}`);
    return storage;
  }

  #number(attribute: string): number {
    const value = this.attribute(attribute);
    invariant(typeof value === 'number', `${this.node.operator} has no number attribute ${attribute}`);
    return value;
  }

  #checked(ref: ValueRef): ValueRef {
    if (ref.element === elementOf(ref.dtype)) return ref;
    throw new ExecutionError('webgpu/type', `"${ref.name}" has the type ${ref.dtype}, but lies as ${ref.element}.`, {});
  }
}

/** Inserts a dequantizing dispatch before the node and gives its result. */
export type Dequantize = (view: NodeView, index: number) => ValueRef;
