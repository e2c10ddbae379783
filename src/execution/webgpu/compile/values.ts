/**
 * The values of a graph as buffer references: each value gets one reference, made when it is first asked for. Asking
 * for a value that a node computes marks the node as needed; known values, parameters and states need no node.
 */
import { ExecutionError, invariant } from '../../../core/errors.ts';
import type { Graph, OperatorNode, Parameter, State } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { fromNumbers } from '../../../tensor/tensor.ts';
import type { ConcreteTypes } from '../../concreteTypes.ts';
import { loadStorage } from '../../loadParameters.ts';
import type { BufferKind, BufferRef, ValueRef } from '../bufferRef.ts';
import { elementOf } from '../bufferRef.ts';
import type { PreparedSpec } from '../lowering/lowering.ts';
import { toDeviceData } from '../transfer.ts';
import type { Upload } from './program.ts';

export class Values {
  readonly graph: Graph;
  readonly inputs = new Map<string, ValueRef>();
  readonly uploads: Upload[] = [];
  readonly #types: ConcreteTypes;
  readonly #producers = new Map<string, OperatorNode>();
  readonly #states: ReadonlyMap<string, State>;
  readonly #refs = new Map<string, ValueRef>();
  readonly #demanded = new Set<string>();
  readonly #prepared = new Map<object | undefined, Map<string, BufferRef>>();

  constructor(graph: Graph, types: ConcreteTypes) {
    this.graph = graph;
    this.#types = types;
    this.#states = new Map(graph.states.map((state) => [state.value, state]));
    for (const node of graph.nodes)
      if (node.kind === 'operator') for (const output of node.outputs) this.#producers.set(output, node);
  }

  type(name: string): ConcreteType {
    const type = this.#types.types.get(name);
    invariant(type, `the value "${name}" has no type`);
    return type;
  }

  /** Numbers that are known before running. */
  known(name: string): Numbers | undefined {
    return this.#types.known.get(name)?.numbers;
  }

  parameter(name: string): Parameter | undefined {
    return this.graph.parameters.get(name);
  }

  /** The node that computes a value, unless the value is known before running. */
  producer(name: string): OperatorNode | undefined {
    return this.known(name) ? undefined : this.#producers.get(name);
  }

  isDemanded(name: string): boolean {
    return this.#demanded.has(name);
  }

  /** Where a value lies, without asking for it: what the node that computes it writes to. */
  ref(name: string): ValueRef {
    const made = this.#refs.get(name);
    if (made) return made;
    const ref = this.#make(name, this.#states.has(name) ? 'state' : 'transient');
    this.#refs.set(name, ref);
    return ref;
  }

  /** Asks for a value. Packed parameters have no dense value here; their consumer dequantizes them. */
  demand(name: string): ValueRef {
    const known = this.known(name);
    if (known) return this.#constantValue(name, known);
    const parameter = this.parameter(name);
    if (parameter) return this.#parameterValue(parameter);
    const ref = this.ref(name);
    if (this.#states.has(name)) return ref;
    if (this.graph.inputs.some((input) => input.name === name)) this.inputs.set(name, ref);
    else if (this.#producers.has(name)) this.#demanded.add(name);
    else
      throw new ExecutionError('execution/value', `The value "${name}" is used, but nothing computes it.`, {
        value: name,
      });
    return ref;
  }

  /** Data that is uploaded when compiling; the same owner and key give the same buffer. */
  prepare(owner: object | undefined, key: string, name: string, spec: PreparedSpec): BufferRef {
    const ofOwner = this.#prepared.get(owner) ?? new Map<string, BufferRef>();
    this.#prepared.set(owner, ofOwner);
    const made = ofOwner.get(key);
    if (made) return made;
    const ref: BufferRef = { name, kind: 'constant', element: spec.element, count: spec.count };
    ofOwner.set(key, ref);
    this.uploads.push({ ref, owner, key, spec });
    return ref;
  }

  #make(name: string, kind: BufferKind): ValueRef {
    const { dtype, shape } = this.type(name);
    return { name, kind, element: elementOf(dtype), count: sizeOf(shape), dtype, shape };
  }

  #constantValue(name: string, numbers: Numbers): ValueRef {
    const { dtype, shape } = this.type(name);
    const load = async () => toDeviceData(name, fromNumbers({ ...numbers, dtype, shape }));
    // Names of constants repeat from graph to graph, so that plans may share one only by the numbers that it holds.
    return this.#asValue(name, this.parameter(name)?.storage ?? numbers, `known ${name}`, load);
  }

  #parameterValue(parameter: Parameter): ValueRef {
    const { name, storage } = parameter;
    invariant(storage.kind === 'dense', `the packed parameter "${name}" was asked for as a dense value`);
    const load = async () => toDeviceData(name, await loadStorage(storage, parameter));
    return this.#asValue(name, storage, `dense ${parameter.dtype}`, load);
  }

  #asValue(name: string, owner: object | undefined, key: string, load: PreparedSpec['load']): ValueRef {
    const made = this.#refs.get(name);
    if (made) return made;
    const type = this.#make(name, 'constant');
    const ref = { ...type };
    this.#refs.set(name, ref);
    this.uploads.push({ ref, owner, key, spec: { element: ref.element, count: ref.count, load } });
    return ref;
  }
}
