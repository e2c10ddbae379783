/** Whether a graph takes one sample at a time; apart from `rebatch`, so that asking costs no loading. */
import type { Graph, Value } from '../graph.ts';

/** True when some input has a fixed leading 1, so that `rebatch` has something to do. */
export const isSingleSample = (graph: Graph): boolean => graph.inputs.some(hasFixedBatch);

/** True for an input whose leading dimension is fixed at 1. */
export function hasFixedBatch(input: Value): boolean {
  return input.shape.length >= 2 && input.shape[0] === 1;
}
