/** The needed nodes of a graph in groups that grow: who reads whom, what would fit into one dispatch, and in what order. */
import type { Graph, OperatorNode } from '../../../graph/graph.ts';
import { sameShape } from '../../../tensor/shape.ts';
import { elementOf } from '../bufferRef.ts';
import { mostBindings, mostTerms } from '../kernels/elementwise/elementwise.ts';
import { isChained, operandsOf } from '../lowering/chained.ts';
import { loweringOf } from '../lowering/index.ts';
import { broadcastTerms, isIdentity } from './broadcastIndex.ts';
import { literalOf } from './buildChain.ts';
import type { Unit } from './units.ts';
import type { Values } from './values.ts';

/** Nodes that will be one unit. An anchor is a node whose kernel computes the others as its epilogue. */
interface Group {
  nodes: OperatorNode[];
  anchor: OperatorNode | undefined;
}

/** Statements in one chain: enough for whole optimizers, few enough for a quick compilation. */
const mostNodes = 40;

export class FusingGraph {
  /** Needed nodes in the graph's order. */
  readonly nodes: readonly OperatorNode[];
  readonly #values: Values;
  readonly #groups = new Map<OperatorNode, Group>();
  readonly #consumers = new Map<string, OperatorNode[]>();
  readonly #kept: ReadonlySet<string>;
  readonly #positions: ReadonlyMap<OperatorNode, number>;

  constructor(graph: Graph, values: Values) {
    this.#values = values;
    this.#kept = new Set([...graph.outputs, ...graph.states.map(({ next }) => next)]);
    this.nodes = neededNodes(graph, values, this.#kept);
    this.#positions = new Map(this.nodes.map((node, i) => [node, i]));
    for (const node of this.nodes) {
      const anchor = isChained(node.operator) ? undefined : node;
      this.#groups.set(node, { nodes: [node], anchor });
      for (const value of new Set(readsOf(node))) this.consumersOf(value).push(node);
    }
  }

  /** Needed nodes that read a value; the list is the graph's own. */
  consumersOf(value: string): OperatorNode[] {
    const consumers = this.#consumers.get(value) ?? [];
    this.#consumers.set(value, consumers);
    return consumers;
  }

  /** The needed node that computes a value. */
  producerOf(value: string): OperatorNode | undefined {
    const node = this.#values.producer(value);
    return node && this.#groups.has(node) ? node : undefined;
  }

  /** Makes two chained nodes part of one chain if they fit into one dispatch. */
  join(from: OperatorNode, to: OperatorNode): boolean {
    const [a, b] = [this.#groupOf(from), this.#groupOf(to)];
    if (a === b || a.anchor || b.anchor) return false;
    if (!sameShape(this.#shapeOf(from), this.#shapeOf(to))) return false;
    const nodes = [...a.nodes, ...b.nodes].sort((x, y) => this.#positionOf(x) - this.#positionOf(y));
    if (nodes.length > mostNodes || !this.#fits(nodes)) return false;
    const joined: Group = { nodes, anchor: undefined };
    for (const node of nodes) this.#groups.set(node, joined);
    return true;
  }

  /** Lets a node's kernel compute the chain that alone reads its result. */
  takeEpilogue(anchor: OperatorNode): void {
    if (isChained(anchor.operator)) return;
    const room = loweringOf(anchor.operator).epilogueInputs;
    const [output] = anchor.outputs;
    if (room === undefined || this.#kept.has(output)) return;
    const [consumer, ...others] = this.consumersOf(output);
    if (!consumer || others.length > 0 || !isChained(consumer.operator)) return;
    const chain = this.#groupOf(consumer);
    if (chain.anchor || !sameShape(this.#shapeOf(consumer), this.#shapeOf(anchor))) return;
    const written = this.#writtenBy(chain.nodes);
    const isFloat = (value: string) => elementOf(this.#values.type(value).dtype) === 'f32';
    if (written.length !== 1 || ![output, ...written].every(isFloat)) return;
    if (this.#operandsOf(chain.nodes).length - 1 > room) return;
    chain.anchor = anchor;
    this.#groups.set(anchor, chain);
  }

  /** Whether the group of one node reaches that of another by a way through a third. */
  reachesAround(from: OperatorNode, to: OperatorNode): boolean {
    const [source, target] = [this.#groupOf(from), this.#groupOf(to)];
    if (source === target) return false;
    const seen = new Set<Group>([source]);
    const open = this.#readersOf(source).filter((group) => group !== target);
    for (let group = open.pop(); group; group = open.pop()) {
      if (group === target) return true;
      if (seen.has(group)) continue;
      seen.add(group);
      open.push(...this.#readersOf(group));
    }
    return false;
  }

  /** The units, each after those that it reads. */
  inOrder(): Unit[] {
    const done = new Set<Group>();
    const units: Unit[] = [];
    const visit = (group: Group): void => {
      if (done.has(group)) return;
      done.add(group);
      for (const node of membersOf(group))
        for (const value of readsOf(node)) {
          const producer = this.producerOf(value);
          if (producer) visit(this.#groupOf(producer));
        }
      units.push(unitOf(group));
    };
    for (const node of this.nodes) visit(this.#groupOf(node));
    return units;
  }

  #groupOf(node: OperatorNode): Group {
    const group = this.#groups.get(node);
    if (!group) throw new Error(`Decant is at fault: the node ${node.name} is in no group`);
    return group;
  }

  #readersOf(group: Group): Group[] {
    const outputs = membersOf(group).flatMap((node) => node.outputs);
    const readers = outputs.flatMap((value) => this.#consumers.get(value) ?? []).map((node) => this.#groupOf(node));
    return readers.filter((reader) => reader !== group);
  }

  #fits(nodes: readonly OperatorNode[]): boolean {
    const operands = this.#operandsOf(nodes);
    if (operands.length + this.#writtenBy(nodes).length > mostBindings) return false;
    const shape = this.#shapeOf(nodes[0]);
    const terms = operands.map((value) => broadcastTerms(this.#values.type(value).shape, shape));
    return terms.reduce((sum, list) => sum + (isIdentity(list) ? 0 : list.length), 0) <= mostTerms;
  }

  /** Values that a chain loads: not made inside, no literals. */
  #operandsOf(nodes: readonly OperatorNode[]): string[] {
    const made = new Set(nodes.flatMap((node) => node.outputs));
    const read = new Set(nodes.flatMap((node) => [...operandsOf(node)]));
    return [...read].filter(
      (value) => value !== '' && !made.has(value) && literalOf(this.#values.known(value)) === undefined,
    );
  }

  /** Values that a chain stores: asked for from outside. */
  #writtenBy(nodes: readonly OperatorNode[]): string[] {
    const inside = new Set(nodes);
    return nodes
      .flatMap((node) => node.outputs)
      .filter((value) => this.#kept.has(value) || this.consumersOf(value).some((node) => !inside.has(node)));
  }

  #shapeOf(node: OperatorNode): readonly number[] {
    return this.#values.type(node.outputs[0]).shape;
  }

  #positionOf(node: OperatorNode): number {
    return this.#positions.get(node) ?? 0;
  }
}

// ---------------------------------------------------------------------------------------------

const readsOf = (node: OperatorNode): readonly string[] => (isChained(node.operator) ? operandsOf(node) : node.inputs);

const membersOf = ({ nodes, anchor }: Group): readonly OperatorNode[] => (anchor ? [anchor, ...nodes] : nodes);

function unitOf({ nodes, anchor }: Group): Unit {
  if (!anchor) return { kind: 'chain', nodes };
  return { kind: 'node', node: anchor, epilogue: nodes.filter((node) => node !== anchor) };
}

/** Nodes whose results are asked for and not known before running. */
function neededNodes(graph: Graph, values: Values, kept: ReadonlySet<string>): OperatorNode[] {
  const wanted = new Set(kept);
  const needed: OperatorNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (node.kind === 'opaque') continue;
    if (!node.outputs.some((value) => value !== '' && wanted.has(value) && values.producer(value))) continue;
    for (const value of readsOf(node)) wanted.add(value);
    needed.push(node);
  }
  return needed.reverse();
}
