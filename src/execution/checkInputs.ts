/** Checks what is handed to a plan against what the plan was compiled for. */
import { ExecutionError } from '../core/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensors } from './executor.ts';

/** @throws ExecutionError `execution/input` naming the input, what it takes and what was given */
export function checkInputs(graph: Graph, shapes: Readonly<Record<string, readonly number[]>>, inputs: Tensors): void {
  for (const { name, dtype } of graph.inputs) {
    const given = inputs[name];
    const want = `${dtype} ${formatShape(shapes[name])}`;
    if (!given)
      throw new ExecutionError('execution/input', `Input "${name}" is missing; the plan takes ${want}.`, {
        input: name,
      });
    if (given.dtype === dtype && sameShape(given.shape, shapes[name])) continue;
    const got = `${given.dtype} ${formatShape(given.shape)}`;
    throw new ExecutionError(
      'execution/input',
      `Input "${name}" takes ${want}, but was given ${got}. Compile for that shape or convert the data.`,
      { input: name },
    );
  }
}
