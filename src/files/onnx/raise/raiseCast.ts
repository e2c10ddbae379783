/** FP16 weights: an f16 initializer under a Cast to f32 is an f32 parameter with f16 storage. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { Raised, Raising } from './raising.ts';
import { denseParameter } from './raising.ts';

/** Undefined where the Cast does something else, or is read by what must see it. */
export function raiseCast(graph: Raising, node: OperatorNode): Raised | undefined {
  const stored = denseParameter(graph, node.inputs[0]);
  const [name] = node.outputs;
  if (stored?.dtype !== 'f16' || node.attributes.to !== 'f32' || !graph.readers(name)) return undefined;
  return { parameters: [{ ...stored, name, dtype: 'f32' }], replaced: new Map([[node.name, []]]) };
}
