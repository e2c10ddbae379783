/**
 * Reverse-mode differentiation as a rewrite: adds nodes that compute the gradient of a scalar for chosen values.
 * One sweep over the nodes in reverse; each operator's own rule says what its inputs' gradients are.
 * Baydin et al., 2015, "Automatic differentiation in machine learning: a survey", arXiv:1502.05767.
 */
import { GraphError, invariant } from '../core/errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph, Node, OperatorNode, ValueType } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import type { GraphTypes } from '../graph/inferTypes.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { parseAttributes } from '../graph/operator.ts';
import { operators } from '../graph/operators/index.ts';
import { isFloat } from '../tensor/dtype.ts';
import { formatShape, isConcrete, sameShape } from '../tensor/shape.ts';

export interface Differentiated {
  /** The graph with gradient nodes at its end; its outputs are those of the graph that was given. */
  readonly graph: Graph;
  /** For each value that was asked for, the name of its gradient: same dtype, same shape. */
  readonly gradients: Readonly<Record<string, string>>;
}

/**
 * Adds the gradients of `loss` for the values `wrt` (parameters, inputs, states or values between).
 *
 * @param loss a float value of one element
 * @param given types of the graph, when they are known already
 * @throws GraphError `training/loss` when the loss is not a float of one element
 * @throws GraphError `training/gradient` naming the node that stands in the way, and why
 * @throws GraphError `training/unconnected` when the loss does not depend on a value of `wrt`
 */
export async function differentiate(
  graph: Graph,
  loss: string,
  wrt: readonly string[],
  given?: GraphTypes,
): Promise<Differentiated> {
  const types = given ?? (await inferTypes(graph));
  const builder = createBuilder(graph, types.types, types.known);
  checkLoss(loss, types.types.get(loss));
  const sweep: Sweep = { builder, types: types.types, carries: carriersOf(graph, wrt, types.types), sums: new Map() };
  sweep.sums.set(loss, [seedOf(builder, loss)]);
  for (const node of [...graph.nodes].reverse()) stepBack(sweep, node);
  const gradients = wrt.map((name) => [name, totalOf(sweep, name) ?? refuse(graph, loss, name)]);
  return { graph: { ...builder.build([]), outputs: graph.outputs }, gradients: Object.fromEntries(gradients) };
}

// ---------------------------------------------------------------------------------------------

interface Sweep {
  readonly builder: GraphBuilder;
  readonly types: ReadonlyMap<string, ValueType>;
  /** Values that depend on what is asked for through floats alone. */
  readonly carries: ReadonlySet<string>;
  /** Contributions to the gradient of each value, yet to be summed. */
  readonly sums: Map<string, string[]>;
}

function checkLoss(loss: string, type: ValueType | undefined): void {
  if (type && isFloat(type.dtype) && type.shape.every((dim) => dim === 1)) return;
  const text = type ? `${type.dtype} ${formatShape(type.shape)}` : 'of unknown type';
  throw new GraphError('training/loss', `The loss "${loss}" is ${text}; it must be a float of one element.`, { loss });
}

function seedOf(builder: GraphBuilder, loss: string): string {
  const { dtype, shape } = builder.type(loss);
  return builder.constant(
    dtype,
    shape.map(() => 1),
    [1],
  );
}

/** Integers and booleans carry no gradient; a value without a type (behind an opaque node) might. */
function carriersOf(graph: Graph, wrt: readonly string[], types: Sweep['types']): Set<string> {
  const carries = new Set(wrt);
  for (const node of graph.nodes) {
    if (!node.inputs.some((name) => carries.has(name))) continue;
    for (const output of node.outputs) if (isFloat(types.get(output)?.dtype ?? 'f32')) carries.add(output);
  }
  return carries;
}

/** Passes what has arrived at a node's outputs on to those of its inputs that carry a gradient. */
function stepBack(sweep: Sweep, node: Node): void {
  const wanted = node.inputs.map((name) => sweep.carries.has(name));
  if (!wanted.includes(true) || !node.outputs.some((name) => sweep.sums.has(name))) return;
  if (node.kind === 'opaque') throw inTheWay(node, node.reason);
  const gradients = node.outputs.map((name) => totalOf(sweep, name));
  const passed = applyRule(sweep, node, gradients, wanted);
  node.inputs.forEach((name, i) => {
    if (!wanted[i]) return;
    const gradient = passed[i] ?? missing(node, i);
    checkType(sweep, node, name, gradient);
    sweep.sums.set(name, [...(sweep.sums.get(name) ?? []), gradient]);
  });
}

function applyRule(
  { builder }: Sweep,
  node: OperatorNode,
  gradients: readonly (string | undefined)[],
  wanted: readonly boolean[],
): readonly (string | undefined)[] {
  const operator = operators[node.operator];
  if (operator.gradient.kind === 'none') throw inTheWay(node, operator.gradient.reason);
  return operator.gradient.rule({
    builder,
    inputs: node.inputs,
    outputs: node.outputs,
    attributes: parseAttributes(operator, node.name, node.attributes),
    type: (value) => builder.type(value),
    gradients,
    wanted: (index) => wanted[index] ?? false,
  });
}

function totalOf({ builder, sums }: Sweep, value: string): string | undefined {
  const parts = sums.get(value);
  if (!parts || parts.length < 2) return parts?.[0];
  const total = builder.add(parts.length === 2 ? 'Add' : 'Sum', parts);
  sums.set(value, [total]);
  return total;
}

function checkType({ builder }: Sweep, node: OperatorNode, input: string, gradient: string): void {
  const [want, got] = [builder.type(input), builder.type(gradient)];
  const fits = want.dtype === got.dtype && want.shape.length === got.shape.length;
  const comparable = isConcrete(want.shape) && isConcrete(got.shape);
  invariant(
    fits && (!comparable || sameShape(want.shape, got.shape)),
    `the gradient of ${node.operator} for "${input}" is ${got.dtype} ${formatShape(got.shape)}, not ${want.dtype} ${formatShape(want.shape)}`,
  );
}

function inTheWay(node: Node, reason: string): GraphError {
  return new GraphError(
    'training/gradient',
    `Node "${node.name}" (${operatorOf(node)}) lies between the loss and what is trained, but has no gradient: ${reason}.`,
    { node: node.name, operator: operatorOf(node), reason },
  );
}

function missing(node: OperatorNode, index: number): never {
  throw inTheWay(node, `none is defined for its input ${index} ("${node.inputs[index]}")`);
}

/** Says why no gradient has reached a value. */
function refuse(graph: Graph, loss: string, name: string): never {
  const depends = new Set([name]);
  const cut = graph.nodes.filter((node) => {
    const touched = node.inputs.some((input) => depends.has(input));
    if (touched) for (const output of node.outputs) depends.add(output);
    return touched && node.kind === 'operator' && operators[node.operator].gradient.kind === 'none';
  });
  const operator = cut[0]?.kind === 'operator' ? operators[cut[0].operator] : undefined;
  if (depends.has(loss) && operator?.gradient.kind === 'none') throw inTheWay(cut[0], operator.gradient.reason);
  throw new GraphError(
    'training/unconnected',
    `The loss "${loss}" does not depend on "${name}"; leave it out of what is trained.`,
    { loss, value: name },
  );
}
