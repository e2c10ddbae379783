/** What the raising rules share: a graph whose nodes and parameters are being replaced. */
import type { Node, OperatorNode, Parameter } from '../../../graph/graph.ts';

export interface Raising {
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Nodes that read a value; none is told when the value leaves the graph. */
  readers(value: string): readonly Node[] | undefined;
  /** A name that nothing has yet. */
  unique(stem: string): string;
}

/** What a rule found: parameters to add, and nodes that go or change. */
export interface Raised {
  readonly parameters: readonly Parameter[];
  /** By name of the node; an empty list takes it away. */
  readonly replaced: ReadonlyMap<string, readonly Node[]>;
}

/** A parameter whose elements lie densely, under a name. */
export function denseParameter(graph: Raising, name: string | undefined): Parameter | undefined {
  const parameter = name ? graph.parameters.get(name) : undefined;
  return parameter?.storage.kind === 'dense' ? parameter : undefined;
}

/** An integer attribute, or what it is when left out. */
export function intAttribute(node: OperatorNode, name: string, fallback: number): number {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : fallback;
}

/** Zero points above this many are not looked at while a file is opened; such a weight counts as asymmetric. */
const smallZeros = 65536;

/** True when every element of a small parameter is one number. */
export async function isFilledWith(parameter: Parameter, value: number): Promise<boolean> {
  if (parameter.storage.kind !== 'dense' || parameter.shape.reduce((a, b) => a * b, 1) > smallZeros) return false;
  return Array.from(await parameter.storage.load(), Number).every((element) => element === value);
}

/** Scales and zero points as the matrix wants them: elements of a dense parameter as numbers of its storage. */
export async function loadElements(parameter: Parameter): Promise<ArrayLike<number | bigint>> {
  return parameter.storage.kind === 'dense' ? parameter.storage.load() : [];
}
