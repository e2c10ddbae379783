/** What a step costs: operations and bytes from its nodes and buffers, and a guess of its time before it ever ran. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { parseAttributes } from '../../../graph/operator.ts';
import { operators } from '../../../graph/operators/index.ts';
import { bytesOfRef } from '../bufferRef.ts';
import type { Capabilities } from '../capabilities.ts';
import type { Step } from '../compile/program.ts';

export interface StepCost {
  readonly flops: number;
  /** What the dispatches read and write at least: each bound buffer once. */
  readonly bytes: number;
}

export function costOf(step: Step, types: ReadonlyMap<string, ConcreteType>): StepCost {
  const flops = step.nodes.reduce((sum, node) => sum + flopsOf(node, types), 0);
  const bytes = step.dispatches.reduce((sum, dispatch) => {
    const buffers = dispatch.kind === 'dispatch' ? new Set(dispatch.buffers) : new Set([dispatch.from, dispatch.to]);
    return sum + [...buffers].reduce((total, ref) => total + bytesOfRef(ref), 0);
  }, 0);
  return { flops, bytes };
}

/** Milliseconds on a slow adapter of the kind: a guess that rather errs on the long side. */
export function guessMs({ flops, bytes }: StepCost, { software }: Pick<Capabilities, 'software'>): number {
  const [flopsPerMs, bytesPerMs] = software ? [2e6, 2e6] : [1e8, 1e7];
  return flops / flopsPerMs + bytes / bytesPerMs;
}

// ---------------------------------------------------------------------------------------------

function flopsOf(node: OperatorNode, types: ReadonlyMap<string, ConcreteType>): number {
  const typeOf = (name: string): ConcreteType => types.get(name) ?? { dtype: 'f32', shape: [] };
  const operator = operators[node.operator];
  return operator.flops({
    inputs: node.inputs.map((name) => (name === '' ? undefined : typeOf(name))),
    outputs: node.outputs.map(typeOf),
    attributes: parseAttributes(operator, node.name, node.attributes),
  });
}
