/**
 * Adds nodes to a graph under construction and knows the type of every value as it goes.
 * Gradients, decompositions, architectures and tests are all written with it.
 */
import { GraphError, invariant } from '../core/errors.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Dim } from '../tensor/shape.ts';
import type { Numbers, Tensor } from '../tensor/tensor.ts';
import { tensorFrom, toNumbers } from '../tensor/tensor.ts';
import type { Attributes, Graph, Node, OperatorNode, Parameter, State, Value, ValueType } from './graph.ts';
import { parameterFrom } from './graph.ts';
import type { KnownValue } from './inferNode.ts';
import { inferNode } from './inferNode.ts';
import type { OperatorName } from './operators/names.ts';

export interface GraphBuilder {
  /** Declares an input and returns its name. */
  input(name: string, dtype: DType, shape: readonly Dim[]): string;
  /** Adds a parameter and returns its name. */
  parameter(parameter: Parameter): string;
  /** Adds a small constant; equal constants are shared. Returns its name. */
  constant(dtype: DType, shape: readonly number[], values: ArrayLike<number>): string;
  /** A float scalar. */
  scalar(value: number, dtype?: DType): string;
  /** A vector of int64, for shapes and axes. */
  ints(values: readonly number[]): string;
  /** Adds a state and returns the name that nodes read it by. */
  state(state: State): string;
  /** Adds a node with one output and returns the output's name. */
  add(operator: OperatorName, inputs: readonly string[], attributes?: Attributes, name?: string): string;
  /** Adds a node with `count` outputs and returns their names. */
  addMany(
    operator: OperatorName,
    inputs: readonly string[],
    count: number,
    attributes?: Attributes,
    name?: string,
  ): string[];
  /** Adds a finished node as it stands. */
  append(node: Node): void;
  /** The type of a value; a value whose type is not known cannot be used. */
  type(value: string): ValueType;
  /** The numbers of a value that is known before running. */
  known(value: string): Numbers | undefined;
  /** A name that no value has yet, made from a stem. */
  unique(stem: string): string;
  /** The graph so far. */
  build(outputs: readonly string[], name?: string): Graph;
}

/** Starts empty, or from a graph whose values' types are known. */
export function createBuilder(
  base?: Graph,
  types: ReadonlyMap<string, ValueType> = new Map(),
  known: ReadonlyMap<string, KnownValue> = new Map(),
): GraphBuilder {
  return new Builder(base, types, known);
}

// ---------------------------------------------------------------------------------------------

class Builder implements GraphBuilder {
  readonly #inputs: Value[];
  readonly #nodes: Node[];
  readonly #parameters: Map<string, Parameter>;
  readonly #states: State[];
  readonly #types: Map<string, ValueType>;
  readonly #known: Map<string, KnownValue>;
  readonly #names: Set<string>;
  readonly #constants = new Map<string, string>();
  readonly #base: Graph | undefined;

  constructor(base: Graph | undefined, types: ReadonlyMap<string, ValueType>, known: ReadonlyMap<string, KnownValue>) {
    this.#base = base;
    this.#inputs = [...(base?.inputs ?? [])];
    this.#nodes = [...(base?.nodes ?? [])];
    this.#parameters = new Map(base?.parameters);
    this.#states = [...(base?.states ?? [])];
    this.#types = new Map(types);
    this.#known = new Map(known);
    this.#names = new Set(base ? namesOf(base) : []);
  }

  input(name: string, dtype: DType, shape: readonly Dim[]): string {
    this.#declare(name, { dtype, shape });
    this.#inputs.push({ name, dtype, shape });
    return name;
  }

  parameter(parameter: Parameter): string {
    this.#declare(parameter.name, parameter);
    this.#parameters.set(parameter.name, parameter);
    return parameter.name;
  }

  constant(dtype: DType, shape: readonly number[], values: ArrayLike<number>): string {
    const key = `${dtype}[${shape}]${Array.from(values)}`;
    const shared = this.#constants.get(key);
    if (shared !== undefined) return shared;
    const name = this.#addTensor(this.unique('constant'), tensorFrom(dtype, shape, values));
    this.#constants.set(key, name);
    return name;
  }

  scalar(value: number, dtype: DType = 'f32'): string {
    return this.constant(dtype, [], [value]);
  }

  ints(values: readonly number[]): string {
    return this.constant('i64', [values.length], values);
  }

  state(state: State): string {
    this.#declare(state.value, state);
    this.#states.push(state);
    return state.value;
  }

  add(operator: OperatorName, inputs: readonly string[], attributes: Attributes = {}, name?: string): string {
    return this.addMany(operator, inputs, 1, attributes, name)[0];
  }

  addMany(
    operator: OperatorName,
    inputs: readonly string[],
    count: number,
    attributes: Attributes = {},
    name?: string,
  ): string[] {
    const stem = this.unique(name ?? operator);
    const outputs = count === 1 ? [stem] : Array.from({ length: count }, (_, i) => this.unique(`${stem}_${i}`));
    this.append({ kind: 'operator', name: stem, operator, inputs, outputs, attributes });
    return outputs;
  }

  append(node: Node): void {
    this.#nodes.push(node);
    this.#names.add(node.name);
    for (const output of node.outputs) this.#names.add(output);
    if (node.kind === 'operator') this.#infer(node);
  }

  type(value: string): ValueType {
    const type = this.#types.get(value);
    if (type) return type;
    throw new GraphError(
      'graph/unknown-value',
      `The value "${value}" is used, but no input, parameter or node makes it.`,
      { value },
    );
  }

  known(value: string): Numbers | undefined {
    return this.#known.get(value)?.numbers;
  }

  unique(stem: string): string {
    let name = stem;
    for (let i = 1; this.#names.has(name); i++) name = `${stem}_${i}`;
    this.#names.add(name);
    return name;
  }

  build(outputs: readonly string[], name = this.#base?.name ?? 'graph'): Graph {
    for (const output of outputs) this.type(output);
    const metadata = this.#base?.metadata ?? {};
    return {
      name,
      inputs: this.#inputs,
      outputs,
      nodes: this.#nodes,
      parameters: this.#parameters,
      states: this.#states,
      metadata,
    };
  }

  #infer(node: OperatorNode): void {
    const result = inferNode(
      node,
      (value) => this.type(value),
      (value) => this.#known.get(value),
    );
    node.outputs.forEach((output, i) => {
      if (output !== '') this.#types.set(output, result.types[i]);
      const known = result.known[i];
      if (output !== '' && known) this.#known.set(output, known);
    });
  }

  #addTensor(name: string, tensor: Tensor): string {
    this.#types.set(name, tensor);
    this.#known.set(name, { numbers: toNumbers(tensor) });
    this.#parameters.set(name, parameterFrom(name, tensor));
    return name;
  }

  #declare(name: string, type: ValueType): void {
    invariant(!this.#types.has(name), `the value "${name}" is declared twice`);
    this.#names.add(name);
    this.#types.set(name, { dtype: type.dtype, shape: type.shape });
  }
}

function namesOf(graph: Graph): string[] {
  const made = graph.nodes.flatMap((node) => [node.name, ...node.inputs, ...node.outputs]);
  return [
    ...graph.inputs.map((input) => input.name),
    ...graph.parameters.keys(),
    ...graph.states.flatMap((s) => [s.value, s.next]),
    ...made,
  ];
}
