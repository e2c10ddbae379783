/**
 * Mends the constants of a graph that spell out a batch of 1. Shapes are inferred twice, for one sample (the original)
 * and for three; a dimension that grew threefold is the batch, and nothing else can be.
 */
import { DecantError, GraphError } from '../../core/errors.ts';
import { isConcrete, sizeOf } from '../../tensor/shape.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { Graph, Node, OperatorNode, Parameter, ValueType } from '../graph.ts';
import { operatorOf, parameterFrom } from '../graph.ts';
import type { KnownValue } from '../inferNode.ts';
import { inferNode } from '../inferNode.ts';
import { inferTypes } from '../inferTypes.ts';
import { freshName, takenNames } from './uses.ts';

/** Samples in the second inference: a prime that models rarely have as a dimension beside a 1. */
const samples = 3;

/** @throws GraphError `graph/rebatch` naming the node whose shapes do not follow the batch */
export async function mendNodes(graph: Graph, inputs: ReadonlySet<string>): Promise<Graph> {
  const single = await inferTypes(graph);
  const shapes = graph.inputs.map(({ name, shape }) => [name, inputs.has(name) ? [samples, ...shape.slice(1)] : shape]);
  const declared = graph.inputs.map((input, i) => ({ ...input, shape: shapes[i][1] as ValueType['shape'] }));
  const start = await inferTypes({ ...graph, inputs: declared, nodes: [], outputs: [], states: [] });
  const mender = new Mender(graph, single.types, new Map(start.types), new Map(start.known));
  for (const node of graph.nodes) if (node.kind === 'operator') mender.visit(node);
  return mender.finish();
}

/** The axis along which the batched shape is `samples` times the single one; undefined when none or more than one is. */
export function batchAxis(single: readonly number[], batched: readonly number[], count = samples): number | undefined {
  if (single.length !== batched.length) return undefined;
  const grown = single.flatMap((dim, axis) => (batched[axis] === dim ? [] : [axis]));
  return grown.length === 1 && batched[grown[0]] === count * single[grown[0]] ? grown[0] : undefined;
}

// ---------------------------------------------------------------------------------------------

class Mender {
  readonly #graph: Graph;
  readonly #single: ReadonlyMap<string, ValueType>;
  readonly #types: Map<string, ValueType>;
  readonly #known: Map<string, KnownValue>;
  readonly #parameters: Map<string, Parameter>;
  readonly #taken: Set<string>;
  readonly #nodes: Node[] = [];

  constructor(
    graph: Graph,
    single: ReadonlyMap<string, ValueType>,
    types: Map<string, ValueType>,
    known: Map<string, KnownValue>,
  ) {
    this.#graph = graph;
    this.#single = single;
    this.#types = types;
    this.#known = known;
    this.#parameters = new Map(graph.parameters);
    this.#taken = takenNames(graph);
  }

  visit(node: OperatorNode): void {
    const mended = this.#mend(node);
    this.#append(mended, node.name);
    for (const output of node.outputs) if (output !== '') this.#checkFollows(node, output);
  }

  finish(): Graph {
    for (const output of this.#graph.outputs) {
      if (this.#axisOf(output) === 0) continue;
      const node = this.#graph.nodes.find((maker) => maker.outputs.includes(output));
      refuse(node?.name ?? output, node ? operatorOf(node) : 'no node', `its output "${output}" has no leading batch`);
    }
    return { ...this.#graph, nodes: this.#nodes, parameters: this.#parameters };
  }

  #append(node: OperatorNode, original: string): void {
    try {
      const result = inferNode(
        node,
        (name) => this.#typeOf(name),
        (name) => this.#known.get(name),
      );
      node.outputs.forEach((output, i) => {
        if (output === '') return;
        this.#types.set(output, result.types[i]);
        const known = result.known[i];
        if (known) this.#known.set(output, known);
      });
    } catch (error) {
      if (!(error instanceof DecantError)) throw error;
      refuse(original, node.operator, `with ${samples} samples its shapes do not fit (${error.message})`);
    }
    this.#nodes.push(node);
  }

  #mend(node: OperatorNode): OperatorNode {
    switch (node.operator) {
      case 'Reshape':
        return this.#mendReshape(node);
      case 'Slice':
        return this.#mendSlice(node);
      case 'Concat':
        return this.#mendConcat(node);
      default:
        return node;
    }
  }

  /** A target of known numbers: the dimension at the batch's place becomes -1, all others are spelled out. */
  #mendReshape(node: OperatorNode): OperatorNode {
    const [value, target] = node.inputs;
    const axis = this.#axisOf(value);
    const single = this.#singleShape(node.outputs[0]);
    const wanted = this.#known.get(target)?.numbers;
    if (axis === undefined || !single || !wanted) return node;
    const before = sizeOf((this.#singleShape(value) ?? []).slice(0, axis));
    const place = single.findIndex((_, i) => sizeOf(single.slice(0, i)) === before);
    if (place < 0) return node;
    const mended = single.map((dim, i) => (i === place ? -1 : dim));
    return { ...node, inputs: [value, this.#constant(`${target}_batch`, mended)], attributes: {} };
  }

  /** An end along the batch that took in all samples goes on taking in all. */
  #mendSlice(node: OperatorNode): OperatorNode {
    const axis = this.#axisOf(node.inputs[0]);
    const [starts, ends, axes, steps] = [1, 2, 3, 4].map((i) => this.#numbersOf(node.inputs[i]));
    const shape = this.#singleShape(node.inputs[0]);
    if (axis === undefined || !starts || !ends || !shape) return node;
    const at = (axes ?? starts.map((_, i) => i)).findIndex((a) => (a < 0 ? a + shape.length : a) === axis);
    if (at < 0 || starts[at] !== 0 || ends[at] < shape[axis] || (steps?.[at] ?? 1) !== 1) return node;
    const mended = ends.map((end, i) => (i === at ? 2147483647 : end));
    const inputs = node.inputs.map((name, i) => (i === 2 ? this.#constant(`${name}_batch`, mended) : name));
    return { ...node, inputs };
  }

  /** An operand that is the same for every sample (a class token) is repeated along the batch of the others. */
  #mendConcat(node: OperatorNode): OperatorNode {
    const leader = node.inputs.find((name) => this.#axisOf(name) === 0);
    const axis = Number(node.attributes.axis);
    const rank = leader === undefined ? 0 : this.#typeOf(leader).shape.length;
    if (leader === undefined || (axis < 0 ? axis + rank : axis) === 0) return node;
    const inputs = node.inputs.map((name) =>
      this.#axisOf(name) === undefined && this.#typeOf(name).shape[0] === 1 ? this.#repeat(node, name, leader) : name,
    );
    return { ...node, inputs };
  }

  #repeat(node: OperatorNode, name: string, leader: string): string {
    const rest = this.#typeOf(name)
      .shape.slice(1)
      .map(() => 1);
    const count = this.#addNode(node, 'Shape', [leader], { start: 0, end: 1 });
    const parts = [count, this.#constant(`${name}_ones`, rest)];
    const shape = this.#addNode(node, 'Concat', parts, { axis: 0 });
    return this.#addNode(node, 'Expand', [name, shape], {});
  }

  #addNode(
    near: OperatorNode,
    operator: OperatorNode['operator'],
    inputs: string[],
    attributes: OperatorNode['attributes'],
  ): string {
    const name = freshName(this.#taken, `${near.name}_${operator}`);
    this.#append({ kind: 'operator', name, operator, inputs, outputs: [name], attributes }, near.name);
    return name;
  }

  #constant(stem: string, values: readonly number[]): string {
    const name = freshName(this.#taken, stem);
    const tensor = tensorFrom('i64', [values.length], values);
    this.#parameters.set(name, parameterFrom(name, tensor));
    this.#types.set(name, { dtype: 'i64', shape: tensor.shape });
    const numbers = { dtype: 'i64', shape: tensor.shape, data: Float64Array.from(values) } as const;
    this.#known.set(name, { numbers });
    return name;
  }

  /** A value made from the batch must still have one, unless it is a shape or a count. */
  #checkFollows(node: OperatorNode, output: string): void {
    const fromBatch = node.inputs.some((name) => this.#axisOf(name) !== undefined);
    if (!fromBatch || this.#axisOf(output) !== undefined || this.#known.has(output)) return;
    const shape = this.#types.get(output)?.shape ?? [];
    refuse(node.name, node.operator, `with ${samples} samples it makes ${shape.join('×')}, which holds no batch`);
  }

  #axisOf(name: string): number | undefined {
    const batched = this.#types.get(name)?.shape;
    const single = this.#singleShape(name);
    return single && batched && isConcrete(batched) ? batchAxis(single, batched) : undefined;
  }

  #singleShape(name: string): readonly number[] | undefined {
    const shape = this.#single.get(name)?.shape;
    return shape && isConcrete(shape) ? shape : undefined;
  }

  #numbersOf(name: string | undefined): number[] | undefined {
    const numbers = name ? this.#known.get(name)?.numbers : undefined;
    return numbers ? Array.from(numbers.data) : undefined;
  }

  #typeOf(name: string): ValueType {
    const type = this.#types.get(name);
    if (type) return type;
    throw new GraphError('graph/unknown-value', `The value "${name}" is used before it is made.`, { value: name });
  }
}

function refuse(node: string, operator: string, why: string): never {
  throw new GraphError(
    'graph/rebatch',
    `Node "${node}" (${operator}) stands in the way of a batch: ${why}. Run the model one sample at a time.`,
    { node, operator },
  );
}
