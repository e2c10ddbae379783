/** Turns a group of fused elementwise nodes into a chain: which operands are loaded, what is computed, what is stored. */
import { invariant } from '../../../core/errors.ts';
import type { OperatorNode } from '../../../graph/graph.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueRef } from '../bufferRef.ts';
import { elementOf } from '../bufferRef.ts';
import type { Chain, ChainInput, ChainOutput, ChainStatement } from '../kernels/elementwise/chain.ts';
import { isChained, operandsOf } from '../lowering/chained.ts';
import { elementwiseRules } from '../lowering/elementwise.ts';
import { floatLiteral, intLiteral, uintLiteral } from '../lowering/elementwiseRule.ts';
import type { NodeView } from '../lowering/lowering.ts';
import { broadcastTerms } from './broadcastIndex.ts';
import type { Values } from './values.ts';

/**
 * @param nodes elementwise, in order, all with outputs of one shape
 * @param view how each node sees its inputs; asked only for operands that come from outside
 * @param first the value that the host kernel of an epilogue computes; it becomes operand 0
 */
export function buildChain(
  nodes: readonly OperatorNode[],
  values: Values,
  view: (node: OperatorNode) => NodeView,
  first?: string,
): Chain {
  const shape = values.type(nodes[0].outputs[0]).shape;
  const chain = new ChainBuilder(shape, values);
  if (first !== undefined) chain.begin(values.ref(first));
  for (const node of needed(nodes, values)) chain.add(node, view(node));
  const written = nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== '' && values.isDemanded(name));
  return chain.finish(nodes.map(({ operator }) => operator).join('_'), written);
}

/** Expression of a known single number; undefined where it has none (infinities, NaN). */
export function literalOf(numbers: Numbers | undefined): string | undefined {
  if (numbers === undefined || numbers.data.length !== 1) return undefined;
  const [value] = numbers.data;
  if (!Number.isFinite(Math.fround(value))) return undefined;
  const element = elementOf(numbers.dtype);
  if (element === 'f32') return floatLiteral(value);
  const fits = element === 'u32' ? value >= 0 && value < 2 ** 32 : value >= -(2 ** 31) && value < 2 ** 31;
  if (!fits) return undefined;
  return element === 'u32' ? uintLiteral(value) : intLiteral(value);
}

// ---------------------------------------------------------------------------------------------

class ChainBuilder {
  readonly #shape: readonly number[];
  readonly #values: Values;
  readonly #inputs: ChainInput[] = [];
  readonly #statements: ChainStatement[] = [];
  /** Value name to variable or literal. */
  readonly #variables = new Map<string, string>();

  constructor(shape: readonly number[], values: Values) {
    this.#shape = shape;
    this.#values = values;
  }

  begin(ref: ValueRef): void {
    this.#operand(ref.name, ref);
  }

  add(node: OperatorNode, view: NodeView): void {
    invariant(isChained(node.operator), `${node.operator} is not part of chains`);
    const inputs = operandsOf(node).map((name, i) => (name === '' ? undefined : this.#argument(name, view, i)));
    const arg = (index: number): string => {
      const text = inputs[index];
      invariant(text !== undefined, `node ${node.name} (${node.operator}) has no input ${index}`);
      return text;
    };
    const rule = elementwiseRules[node.operator];
    const expressions = rule({ inputs, view, arg, dtype: view.outputTypes[0].dtype });
    node.outputs.forEach((output, i) => {
      if (output === '') return;
      const name = `v${this.#statements.length}`;
      this.#statements.push({ name, expression: expressions[i] });
      this.#variables.set(output, name);
    });
  }

  finish(label: string, written: readonly string[]): Chain {
    const outputs = written.map((value): ChainOutput => {
      const name = this.#variables.get(value);
      invariant(name !== undefined, `the chain ${label} does not compute ${value}`);
      const buffer = this.#values.ref(value);
      return { name, element: buffer.element, buffer };
    });
    return { label, shape: this.#shape, inputs: this.#inputs, statements: this.#statements, outputs };
  }

  #argument(name: string, view: NodeView, index: number): string {
    const variable = this.#variables.get(name);
    if (variable !== undefined) return variable;
    const literal = literalOf(this.#values.known(name));
    if (literal !== undefined) {
      this.#variables.set(name, literal);
      return literal;
    }
    return this.#operand(name, view.input(index));
  }

  #operand(name: string, buffer: ValueRef): string {
    const variable = `x${this.#inputs.length}`;
    const terms = broadcastTerms(buffer.shape, this.#shape);
    this.#inputs.push({ buffer, element: buffer.element, terms: sizeOf(this.#shape) === 1 ? identity : terms });
    this.#variables.set(name, variable);
    return variable;
  }
}

const identity = [{ inner: 1, size: 0, stride: 1 }];

/** The nodes whose results are asked for, directly or by a later node of the group. */
function needed(nodes: readonly OperatorNode[], values: Values): OperatorNode[] {
  const wanted = new Set<string>();
  const kept = [...nodes].reverse().filter((node) => {
    const used = node.outputs.some((name) => values.isDemanded(name) || wanted.has(name));
    if (used) for (const input of operandsOf(node)) wanted.add(input);
    return used;
  });
  return kept.reverse();
}
