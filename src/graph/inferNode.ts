/** Types of one node's outputs, and their numbers where these follow from what is known already. */
import { DecantError, GraphError } from '../core/errors.ts';
import type { Dim } from '../tensor/shape.ts';
import { formatShape, isConcrete, sizeOf } from '../tensor/shape.ts';
import type { Numbers } from '../tensor/tensor.ts';
import { tensorFrom, toNumbers } from '../tensor/tensor.ts';
import type { OperatorNode, ValueType } from './graph.ts';
import type { ConcreteType, InferContext, Operator, Parsed } from './operator.ts';
import { parseAttributes } from './operator.ts';
import { operators } from './operators/index.ts';

/** What is known of a value before running: its numbers, or its elements as dimensions (names included). */
export interface KnownValue {
  readonly numbers?: Numbers;
  readonly dims?: readonly Dim[];
}

export interface InferredNode {
  readonly types: readonly ValueType[];
  readonly known: readonly (KnownValue | undefined)[];
}

/** Known values larger than this are not computed while inferring: shapes and axes are small. */
export const largestKnown = 4096;

/**
 * Infers one node.
 *
 * @throws GraphError naming the node when an input, an attribute or a shape is not what the operator takes
 */
export function inferNode(
  node: OperatorNode,
  typeOf: (value: string) => ValueType,
  knownOf: (value: string) => KnownValue | undefined,
): InferredNode {
  const operator = operators[node.operator];
  checkArity(node, operator);
  const context = createContext(node, operator, typeOf, knownOf);
  const types = named(node, () => operator.infer(context));
  checkTypes(node, types);
  return { types, known: inferKnown(node, operator, context, types, knownOf) };
}

// ---------------------------------------------------------------------------------------------

function createContext(
  node: OperatorNode,
  operator: Operator,
  typeOf: (value: string) => ValueType,
  knownOf: (value: string) => KnownValue | undefined,
): InferContext<Parsed> {
  const inputs = node.inputs.map((name) => (name === '' ? undefined : typeOf(name)));
  const fail = (message: string): never => {
    const shapes = inputs.map((type) => (type ? `${type.dtype} ${formatShape(type.shape)}` : 'none')).join(', ');
    throw new GraphError('graph/node', `Node "${node.name}" (${node.operator}; inputs ${shapes}): ${message}`, {
      node: node.name,
      operator: node.operator,
    });
  };
  const known = (index: number) => (node.inputs[index] ? knownOf(node.inputs[index]) : undefined);
  return {
    node: node.name,
    inputs,
    attributes: parseAttributes(operator, node.name, node.attributes),
    outputCount: node.outputs.length,
    input: (index) => inputs[index] ?? fail(`input ${index} is missing.`),
    constant: (index) => known(index)?.numbers,
    dims: (index) => dimsOf(known(index)),
    unknown: (label) => `${node.outputs[0] || node.name}.${label}`,
    fail,
  };
}

function dimsOf(known: KnownValue | undefined): readonly Dim[] | undefined {
  return known?.numbers ? Array.from(known.numbers.data) : known?.dims;
}

function inferKnown(
  node: OperatorNode,
  operator: Operator,
  context: InferContext<Parsed>,
  types: readonly ValueType[],
  knownOf: (value: string) => KnownValue | undefined,
): (KnownValue | undefined)[] {
  if (types.some((type) => isConcrete(type.shape) && sizeOf(type.shape) > largestKnown)) return [];
  if (types.every((type) => isConcrete(type.shape))) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : knownOf(name)?.numbers));
    const ready = node.inputs.every((name, i) => name === '' || inputs[i] !== undefined);
    if (ready && node.inputs.length > 0) return evaluate(node, operator, inputs, context.attributes, types);
    if (node.operator === 'Constant') return evaluate(node, operator, inputs, context.attributes, types);
  }
  const dims = operator.dims?.(context);
  if (!dims) return [];
  return [dims.every((dim) => typeof dim === 'number') ? { numbers: numbersOf(types[0], dims) } : { dims }];
}

function numbersOf(type: ValueType, dims: readonly number[]): Numbers {
  return toNumbers(tensorFrom(type.dtype, type.shape.length === 0 ? [] : [dims.length], dims));
}

function evaluate(
  node: OperatorNode,
  operator: Operator,
  inputs: readonly (Numbers | undefined)[],
  attributes: Parsed,
  types: readonly ValueType[],
): KnownValue[] {
  const outputs = types.filter((type): type is ConcreteType => isConcrete(type.shape));
  const input = (index: number): Numbers => {
    const numbers = inputs[index];
    if (!numbers)
      throw new GraphError('graph/missing-input', `Node "${node.name}" (${node.operator}) needs input ${index}.`, {
        node: node.name,
      });
    return numbers;
  };
  return named(node, () => operator.reference({ inputs, outputs, attributes, input })).map((numbers) => ({ numbers }));
}

function checkArity(node: OperatorNode, operator: Operator): void {
  const [least, most] = operator.arity;
  const count = node.inputs.length;
  if (count >= least && count <= most) return;
  throw new GraphError(
    'graph/arity',
    `Node "${node.name}" (${node.operator}) has ${count} inputs; it takes ${least === most ? least : `${least} to ${most}`}.`,
    { node: node.name, count },
  );
}

/** What no rule may let through, whatever a file asks for: too many outputs, dimensions that cannot be counted. */
function checkTypes(node: OperatorNode, types: readonly ValueType[]): void {
  const { outputs } = node;
  const fail = (message: string, data: object): never => {
    throw new GraphError('graph/node', `Node "${node.name}" (${node.operator}) ${message}.`, {
      node: node.name,
      operator: node.operator,
      ...data,
    });
  };
  if (outputs.length === 0) fail('has no output', {});
  if (outputs.length > types.length)
    fail(`has ${outputs.length} outputs; it makes ${types.length}`, { count: outputs.length });
  for (const { shape } of types) {
    const numbers = shape.filter((dim) => typeof dim === 'number');
    if (numbers.every((dim) => Number.isSafeInteger(dim) && dim >= 0) && Number.isSafeInteger(sizeOf(numbers)))
      continue;
    fail(`would make a value of ${formatShape(shape)}, which no tensor can be`, { shape });
  }
}

/** Puts the node's name in front of errors that tensor arithmetic throws. */
function named<T>(node: OperatorNode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof GraphError || !(error instanceof DecantError)) throw error;
    throw new GraphError(error.code, `Node "${node.name}" (${node.operator}): ${error.message}`, {
      ...error.data,
      node: node.name,
    });
  }
}
