/**
 * The definition of every operator, run node by node in 64-bit floats. Slow; for checks and small inputs.
 * Not interruptible inside a node.
 */
import { ExecutionError } from '../../core/errors.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { Graph, Node, OperatorNode, State } from '../../graph/graph.ts';
import { operatorOf } from '../../graph/graph.ts';
import type { ConcreteType } from '../../graph/operator.ts';
import { parseAttributes } from '../../graph/operator.ts';
import { operators } from '../../graph/operators/index.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Numbers } from '../../tensor/tensor.ts';
import { fromNumbers, toNumbers } from '../../tensor/tensor.ts';
import { checkInputs } from '../checkInputs.ts';
import type { ConcreteTypes } from '../concreteTypes.ts';
import { concreteTypes } from '../concreteTypes.ts';
import type { CompileOptions, Executor, Plan, RunOptions, Tensors } from '../executor.ts';
import { opaqueNodes } from '../executor.ts';
import { loadParameter, loadStorage } from '../loadParameters.ts';

/** Values by name, as numbers. */
export type NumbersByName = ReadonlyMap<string, Numbers>;

/** Compiles any graph without opaque nodes; each run allocates all that it needs. */
export function createReferenceExecutor(): Executor {
  return {
    name: 'reference',
    unsupported: async (graph) => opaqueNodes(graph),
    compile: compileReference,
    dispose: async () => {},
  };
}

/**
 * Evaluates a graph in 64-bit floats end to end, without rounding inputs or parameters: what finite differences need.
 *
 * @param values inputs, parameters and state values by name
 * @param keep names of values to return; others are let go after their last use
 * @returns every value of the graph by name, or those that are to be kept
 */
export function evaluate(
  graph: Graph,
  types: ReadonlyMap<string, ConcreteType>,
  values: NumbersByName,
  signal?: AbortSignal,
  keep?: ReadonlySet<string>,
): NumbersByName {
  const all = new Map(values);
  const ends = keep ? lastUses(graph, keep) : undefined;
  for (const node of graph.nodes) {
    throwIfAborted(signal);
    if (node.kind === 'opaque')
      throw new ExecutionError(
        'execution/unsupported',
        `Node "${node.name}" cannot run on the reference: ${node.reason}.`,
        { node: node.name },
      );
    const results = runNode(node, types, all);
    node.outputs.forEach((output, i) => {
      if (output !== '') all.set(output, results[i]);
    });
    for (const name of ends?.get(node) ?? []) all.delete(name);
  }
  return all;
}

// ---------------------------------------------------------------------------------------------

/** 64-bit floats alive at once: what a tab can hold. */
const mostNumbers = 2 ** 28;

/** The values that nothing reads after a node, by node. */
function lastUses(graph: Graph, keep: ReadonlySet<string>): ReadonlyMap<Node, readonly string[]> {
  const last = new Map<string, Node>();
  for (const node of graph.nodes) for (const name of [...node.inputs, ...node.outputs]) last.set(name, node);
  const ends = new Map<Node, string[]>();
  for (const [name, node] of last)
    if (name !== '' && !keep.has(name)) ends.set(node, [...(ends.get(node) ?? []), name]);
  return ends;
}

const keptValues = (graph: Graph, fetch: readonly string[]): ReadonlySet<string> =>
  new Set([...fetch, ...graph.states.map((state) => state.next)]);

/** Refuses what would fill the memory before a run has begun to. */
function refuseLarge(graph: Graph, types: ReadonlyMap<string, ConcreteType>): void {
  const sizeOfValue = (name: string) => sizeOf(types.get(name)?.shape ?? [0]);
  const ends = lastUses(graph, keptValues(graph, graph.outputs));
  const given = [...graph.inputs.map(({ name }) => name), ...graph.states.map(({ value }) => value)];
  let alive = given.reduce((sum, name) => sum + sizeOfValue(name), 0);
  for (const node of graph.nodes) {
    for (const output of node.outputs) alive += sizeOfValue(output);
    if (alive > mostNumbers)
      throw new ExecutionError(
        'execution/too-large',
        `At node "${node.name}" (${operatorOf(node)}) ${alive} numbers would be held at once; the reference holds at most ${mostNumbers}. Use a smaller batch, or another executor.`,
        { node: node.name, numbers: alive, limit: mostNumbers },
      );
    const made = (ends.get(node) ?? []).filter((name) => !graph.parameters.has(name));
    for (const name of made) alive -= sizeOfValue(name);
  }
}

async function compileReference(graph: Graph, options: CompileOptions = {}): Promise<Plan> {
  const [opaque] = opaqueNodes(graph);
  if (opaque)
    throw new ExecutionError(
      'execution/unsupported',
      `Node "${opaque.node}" (${opaque.operator}) cannot run on the reference executor: ${opaque.reason}.`,
      { ...opaque },
    );
  const types = await concreteTypes(graph, options);
  refuseLarge(graph, types.types);
  const parameters = new Map<string, Numbers>();
  for (const parameter of graph.parameters.values())
    parameters.set(parameter.name, toNumbers(await loadParameter(parameter)));
  const states = new Map<string, Numbers>();
  for (const state of graph.states) states.set(state.name, toNumbers(await loadStorage(state.initial, state)));
  return new ReferencePlan(graph, types, parameters, states);
}

class ReferencePlan implements Plan {
  readonly inputShapes: Plan['inputShapes'];
  readonly #graph: Graph;
  readonly #types: ConcreteTypes;
  readonly #parameters: NumbersByName;
  readonly #states: Map<string, Numbers>;

  constructor(graph: Graph, types: ConcreteTypes, parameters: NumbersByName, states: Map<string, Numbers>) {
    this.#graph = graph;
    this.#types = types;
    this.#parameters = parameters;
    this.#states = states;
    this.inputShapes = types.inputShapes;
  }

  async run(inputs: Tensors, options: RunOptions = {}): Promise<Tensors> {
    checkInputs(this.#graph, this.inputShapes, inputs);
    const values = new Map(this.#parameters);
    for (const { name } of this.#graph.inputs) values.set(name, toNumbers(inputs[name]));
    for (const state of this.#graph.states) values.set(state.value, this.#stateOf(state));
    const fetch = options.fetch ?? this.#graph.outputs;
    const keep = keptValues(this.#graph, fetch);
    const all = evaluate(this.#graph, this.#types.types, values, options.signal, keep);
    const outputs = fetch.map((name) => [name, fromNumbers(lookUp(all, name))]);
    const next = this.#graph.states.map((state) => [state.name, lookUp(all, state.next)] as const);
    for (const [name, value] of next) this.#states.set(name, value);
    return Object.fromEntries(outputs);
  }

  async readStates(): Promise<Tensors> {
    return Object.fromEntries([...this.#states].map(([name, value]) => [name, fromNumbers(value)]));
  }

  async writeStates(states: Tensors): Promise<void> {
    for (const [name, tensor] of Object.entries(states))
      if (this.#states.has(name)) this.#states.set(name, toNumbers(tensor));
  }

  dispose(): void {
    this.#states.clear();
  }

  #stateOf(state: State): Numbers {
    return lookUp(this.#states, state.name);
  }
}

function runNode(
  node: OperatorNode,
  types: ReadonlyMap<string, ConcreteType>,
  values: NumbersByName,
): readonly Numbers[] {
  const operator = operators[node.operator];
  const inputs = node.inputs.map((name) => (name === '' ? undefined : lookUp(values, name)));
  const outputs = node.outputs.map((name) => types.get(name) ?? { dtype: 'f32' as const, shape: [] });
  const input = (index: number): Numbers => {
    const value = inputs[index];
    if (!value)
      throw new ExecutionError('execution/input', `Node "${node.name}" (${node.operator}) needs input ${index}.`, {
        node: node.name,
      });
    return value;
  };
  return operator.reference({
    inputs,
    outputs,
    attributes: parseAttributes(operator, node.name, node.attributes),
    input,
  });
}

function lookUp(values: NumbersByName, name: string): Numbers {
  const value = values.get(name);
  if (value) return value;
  throw new ExecutionError('execution/value', `The value "${name}" was asked for, but nothing computes it.`, {
    value: name,
  });
}
