/** What no executor can hold, refused before anything is allocated: a value larger than one buffer can be. */
import { ExecutionError } from '../core/errors.ts';
import type { Graph, ValueType } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import { bytesOf } from '../tensor/dtype.ts';
import { formatShape, isConcrete, sizeOf } from '../tensor/shape.ts';

/** One typed array, one GPU buffer and WASM's memory end here at the latest. */
const largestValue = 2 ** 31 - 1;

/**
 * @param types of the graph's values; those that are not concrete are passed over
 * @throws ExecutionError `execution/too-large` naming the first node that makes a value of more than 2 GiB
 */
export function refuseLargeValues(graph: Graph, types: ReadonlyMap<string, ValueType>): void {
  const check = (value: string, maker: string): void => {
    const type = types.get(value);
    if (!type || !isConcrete(type.shape)) return;
    const bytes = bytesOf(type.dtype, sizeOf(type.shape));
    if (bytes <= largestValue) return;
    throw new ExecutionError(
      'execution/too-large',
      `${maker} is ${type.dtype} ${formatShape(type.shape)}, which takes ${bytes} bytes; one value may take ${largestValue}. Use a smaller batch or a smaller input.`,
      { value, bytes, limit: largestValue },
    );
  };
  for (const { name } of graph.inputs) check(name, `Input "${name}"`);
  for (const node of graph.nodes)
    for (const output of node.outputs) check(output, `What node "${node.name}" (${operatorOf(node)}) makes`);
}
