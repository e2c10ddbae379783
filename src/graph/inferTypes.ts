/** Types of every value of a graph, with symbolic dimensions kept or bound to numbers. */
import { GraphError } from '../core/errors.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { toNumbers } from '../tensor/tensor.ts';
import type { Graph, Parameter, ValueType } from './graph.ts';
import type { KnownValue } from './inferNode.ts';
import { inferNode, largestKnown } from './inferNode.ts';

export interface GraphTypes {
  readonly types: ReadonlyMap<string, ValueType>;
  /** Numbers of values that follow from constants and shapes alone. */
  readonly known: ReadonlyMap<string, KnownValue>;
}

export interface InferOptions {
  /** Numbers for symbolic dimensions of the inputs, by name: `{ batch: 32 }`. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Concrete shapes of inputs, by input name; they override the declared ones. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs that shapes are computed from. */
  readonly known?: ReadonlyMap<string, KnownValue>;
}

/** Parameters up to this many elements are read, since shapes, axes and bounds may be among them. */
const smallParameter = 256;

/** Given values as known ones. Large ones are left out: shapes are computed from small ones alone. */
export function knownValues(values: Readonly<Record<string, Tensor>> = {}): Map<string, KnownValue> {
  const small = Object.entries(values).filter(([, { shape }]) => sizeOf(shape) <= largestKnown);
  return new Map(small.map(([name, tensor]) => [name, { numbers: toNumbers(tensor) }]));
}

/**
 * Infers the type of every value. An opaque node's outputs have no type; what depends on them has none either.
 *
 * @throws GraphError naming the node whose inputs do not fit it
 */
export async function inferTypes(graph: Graph, options: InferOptions = {}): Promise<GraphTypes> {
  const types = new Map<string, ValueType>();
  const known = new Map<string, KnownValue>(options.known);
  for (const input of graph.inputs) types.set(input.name, { dtype: input.dtype, shape: inputShape(input, options) });
  for (const parameter of graph.parameters.values()) types.set(parameter.name, parameter);
  for (const state of graph.states) types.set(state.value, state);
  await Promise.all([...graph.parameters.values()].map((parameter) => readSmall(parameter, known)));
  const made = new Set(graph.nodes.flatMap((node) => node.outputs));
  for (const node of graph.nodes) {
    if (node.kind === 'opaque' || node.inputs.some((name) => name !== '' && isUntyped(made, types, name))) continue;
    const result = inferNode(
      node,
      (value) => typeOf(types, value),
      (value) => known.get(value),
    );
    node.outputs.forEach((output, i) => {
      if (output === '') return;
      types.set(output, result.types[i]);
      const value = result.known[i];
      if (value) known.set(output, value);
    });
  }
  return { types, known };
}

// ---------------------------------------------------------------------------------------------

function inputShape(input: { name: string; shape: ValueType['shape'] }, options: InferOptions): ValueType['shape'] {
  const given = options.shapes?.[input.name];
  if (!given) return input.shape.map((dim) => (typeof dim === 'string' ? (options.dims?.[dim] ?? dim) : dim));
  const fits =
    given.length === input.shape.length && input.shape.every((dim, i) => typeof dim === 'string' || dim === given[i]);
  if (fits) return given;
  const want = input.shape.join('×') || 'a scalar';
  throw new GraphError(
    'graph/input-shape',
    `Input "${input.name}" takes ${want}, but was given ${given.join('×') || 'a scalar'}.`,
    { input: input.name, given },
  );
}

async function readSmall(parameter: Parameter, known: Map<string, KnownValue>): Promise<void> {
  const { storage, shape, dtype } = parameter;
  if (storage.kind !== 'dense' || sizeOf(shape) > smallParameter) return;
  const data = await storage.load();
  known.set(parameter.name, { numbers: { ...toNumbers({ dtype: storage.dtype, shape, data }), dtype } });
}

function isUntyped(made: ReadonlySet<string>, types: ReadonlyMap<string, ValueType>, name: string): boolean {
  if (types.has(name)) return false;
  if (made.has(name)) return true;
  throw new GraphError(
    'graph/unknown-value',
    `The value "${name}" is used, but no input, parameter or node makes it.`,
    { value: name },
  );
}

function typeOf(types: ReadonlyMap<string, ValueType>, value: string): ValueType {
  const type = types.get(value);
  if (type) return type;
  throw new GraphError('graph/unknown-value', `The value "${value}" is used before it is made.`, { value });
}
