/**
 * Which channels of a network belong together: those that a layer makes, that batch norms scale, that branches add up,
 * and that the layers behind read. Channels can be taken out of a group only as a whole. After Fang et al., 2023,
 * "DepGraph: Towards Any Structural Pruning", arXiv:2301.12900, with one rule an operator and everything else held fast.
 */
import type { Graph, OperatorNode } from '../../graph/graph.ts';
import type { GraphTypes } from '../../graph/inferTypes.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import { findUses } from '../../graph/passes/uses.ts';
import type { Dim } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { ChannelGroup, Space, Tag, Tie } from './channelSpaces.ts';
import { merging, passing, rootOf } from './channelSpaces.ts';

export type { ChannelGroup, Tie } from './channelSpaces.ts';

/** The groups of a network, from the input towards the output. */
export function findChannelGroups(graph: Graph, types: GraphTypes): ChannelGroup[] {
  const finder = new Finder(graph, types);
  return finder.find();
}

// ---------------------------------------------------------------------------------------------

class Finder {
  readonly #graph: Graph;
  readonly #types: GraphTypes;
  readonly #tags = new Map<string, Tag>();
  readonly #spaces: Space[] = [];
  readonly #readers: ReadonlyMap<string, readonly unknown[]>;
  readonly #rules: Partial<Readonly<Record<OperatorName, (node: OperatorNode) => void>>> = {
    Conv: (node) => this.#convolution(node),
    Gemm: (node) => this.#linear(node),
    MatMul: (node) => this.#linear(node),
    BatchNormalization: (node) => this.#norm(node),
    InstanceNormalization: (node) => this.#norm(node),
    Flatten: (node) => this.#flatten(node),
    Reshape: (node) => this.#flatten(node),
  };

  constructor(graph: Graph, types: GraphTypes) {
    this.#graph = graph;
    this.#types = types;
    this.#readers = findUses(graph).consumers;
  }

  find(): ChannelGroup[] {
    for (const node of this.#graph.nodes) {
      if (node.kind === 'operator') this.#visit(node);
      else this.#hold(node.inputs, `"${node.name}" (${node.type}) reads them`);
    }
    this.#hold(this.#graph.outputs, 'they are an output');
    this.#hold(
      this.#graph.states.map(({ next }) => next),
      'they are a state',
    );
    return this.#spaces
      .filter((space) => space.into === undefined)
      .map(({ name, channels, ties, depthwise, shapes, fixed }) => ({
        name,
        channels,
        ties,
        depthwise,
        shapes,
        ...(fixed === undefined ? {} : { fixed }),
      }));
  }

  #visit(node: OperatorNode): void {
    const rule = this.#rules[node.operator];
    if (rule) rule(node);
    else if (passing.has(node.operator)) this.#pass(node);
    else if (merging.has(node.operator)) this.#merge(node);
    else this.#hold(node.inputs, `"${node.name}" (${node.operator}) reads them`);
  }

  #convolution(node: OperatorNode): void {
    const [x, weight, bias] = node.inputs;
    const shape = this.#graph.parameters.get(weight)?.shape;
    const groups = Number(node.attributes.group ?? 1);
    const source = this.#tag(x);
    if (shape && source && groups > 1 && groups === shape[0] && shape[1] === 1 && source.repeat === 1) {
      this.#tie(source, weight, 0, 'along');
      this.#tie(source, bias, 0, 'along');
      source.space.depthwise.push(node.name);
      this.#tags.set(node.outputs[0], source);
      return;
    }
    if (!shape || groups > 1) {
      this.#hold([x], `"${node.name}" reads them in ${groups} groups`);
      return;
    }
    if (source) this.#tie(source, weight, 1, 'read');
    const made = this.#open(node, shape[0]);
    this.#tie(made, weight, 0, 'made');
    this.#tie(made, bias, 0, 'along');
  }

  #linear(node: OperatorNode): void {
    const [x, weight, bias] = node.inputs;
    const shape = this.#graph.parameters.get(weight)?.shape;
    const rank = this.#types.types.get(x)?.shape.length;
    if (shape?.length !== 2 || rank !== 2 || node.attributes.transA === 1) {
      this.#hold([x, weight], `"${node.name}" (${node.operator}) reads them otherwise than as columns`);
      return;
    }
    const rows = node.operator === 'Gemm' && node.attributes.transB === 1;
    const source = this.#tag(x);
    if (source) this.#tie(source, weight, rows ? 1 : 0, 'read');
    const made = this.#open(node, shape[rows ? 0 : 1]);
    this.#tie(made, weight, rows ? 0 : 1, 'made');
    this.#along(made, bias);
  }

  #norm(node: OperatorNode): void {
    const source = this.#tag(node.inputs[0]);
    if (!source) return;
    if (source.repeat !== 1) {
      this.#hold(node.inputs, `"${node.name}" norms pixels one by one`);
      return;
    }
    for (const name of node.inputs.slice(1)) this.#tie(source, name, 0, 'along');
    this.#tags.set(node.outputs[0], source);
  }

  #pass(node: OperatorNode): void {
    const source = this.#tag(node.inputs[0]);
    if (source) this.#tags.set(node.outputs[0], source);
  }

  /** Branches that meet have the same channels from here on; parameters beside them are tied where they are as long. */
  #merge(node: OperatorNode): void {
    const tags = node.inputs.map((name) => this.#tag(name)).filter((tag) => tag !== undefined);
    if (tags.length === 0) return;
    const [first, ...rest] = tags;
    const others = node.inputs.filter((name) => !this.#tag(name) && !this.#graph.parameters.has(name));
    const alike = rest.every(({ space, repeat }) => repeat === first.repeat && space.channels === first.space.channels);
    const broadcast = others.some((name) => this.#isLong(name));
    if (!alike || broadcast) {
      this.#hold(node.inputs, `"${node.name}" (${node.operator}) joins them with others`);
      return;
    }
    for (const { space } of rest) this.#join(first.space, space);
    const rank = this.#rank(node.outputs[0]);
    const joined = { space: rootOf(first.space), repeat: first.repeat };
    for (const name of node.inputs) if (this.#graph.parameters.has(name)) this.#along(joined, name, rank);
    this.#tags.set(node.outputs[0], joined);
  }

  /** [batch, channels, height, width] to [batch, channels * height * width]. */
  #flatten(node: OperatorNode): void {
    const source = this.#tag(node.inputs[0]);
    if (!source) return;
    const [from, to] = [node.inputs[0], node.outputs[0]].map((name) => this.#types.types.get(name)?.shape ?? []);
    const width = source.space.channels * source.repeat * sizeOf(from.slice(2).map(Number));
    const fits = to.length === 2 && to[0] === from[0] && to[1] === width;
    const shape = node.operator === 'Reshape' ? node.inputs[1] : '';
    const constant = this.#types.known.get(shape)?.numbers?.data;
    if (!fits || (shape && !constant)) {
      this.#hold([from.length ? node.inputs[0] : ''], `"${node.name}" reshapes them`);
      return;
    }
    const repeat = width / source.space.channels;
    if (constant && constant[1] === width) source.space.shapes.push({ parameter: shape, position: 1, repeat });
    this.#tags.set(to.length ? node.outputs[0] : '', { space: source.space, repeat });
  }

  #open(node: OperatorNode, channels: number): Tag {
    const space: Space = {
      name: node.name,
      channels,
      ties: [],
      depthwise: [],
      shapes: [],
      fixed: undefined,
      into: undefined,
    };
    this.#spaces.push(space);
    const tag = { space, repeat: 1 };
    this.#tags.set(node.outputs[0], tag);
    return tag;
  }

  /** A vector beside a value of channels: (C), (C, 1, 1), (1, C) tie; a single number does not matter. */
  #along(tag: Tag, name: string, rank = 2): void {
    const shape = this.#graph.parameters.get(name)?.shape;
    if (!shape || sizeOf(shape) === 1) return;
    const axis = 1 - (rank - shape.length);
    const width = tag.space.channels * tag.repeat;
    if (axis < 0 || shape[axis] !== width || sizeOf(shape) !== width) {
      if (axis >= 0 && shape[axis] === 1) return;
      this.#holdSpace(tag.space, `"${name}" lies across them`);
      return;
    }
    this.#tie(tag, name, axis, 'along');
  }

  #tie({ space, repeat }: Tag, name: string | undefined, axis: number, role: Tie['role']): void {
    const parameter = name ? this.#graph.parameters.get(name) : undefined;
    if (!name) return;
    if (!parameter) {
      this.#holdSpace(space, `"${name}" is computed`);
      return;
    }
    if (parameter.storage.kind === 'packed') this.#holdSpace(space, `"${name}" is packed`);
    if ((this.#readers.get(name) ?? []).length > 1) this.#holdSpace(space, `"${name}" is read by several layers`);
    space.ties.push({ parameter: name, axis, repeat, role });
  }

  #tag(name: string): Tag | undefined {
    const tag = this.#tags.get(name);
    return tag && { space: rootOf(tag.space), repeat: tag.repeat };
  }

  #join(a: Space, b: Space): void {
    const [into, from] = [rootOf(a), rootOf(b)].sort((x, y) => this.#spaces.indexOf(x) - this.#spaces.indexOf(y));
    if (into === from) return;
    into.ties.push(...from.ties);
    into.depthwise.push(...from.depthwise);
    into.shapes.push(...from.shapes);
    into.fixed ??= from.fixed;
    from.into = into;
  }

  #hold(names: readonly string[], why: string): void {
    for (const name of names) {
      const tag = this.#tag(name);
      if (tag) this.#holdSpace(tag.space, why);
    }
  }

  #holdSpace(space: Space, why: string): void {
    rootOf(space).fixed ??= why;
  }

  #rank(name: string): number {
    return this.#types.types.get(name)?.shape.length ?? 0;
  }

  /** True when a value has channels of its own, which would have to shrink along. */
  #isLong(name: string): boolean {
    const shape: readonly Dim[] = this.#types.types.get(name)?.shape ?? [];
    return shape.length >= 2 && shape[1] !== 1;
  }
}
