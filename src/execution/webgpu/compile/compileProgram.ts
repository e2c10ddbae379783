/** From a graph to a program, with everything fixed that a device is not needed for. */
import type { Graph } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { concreteTypes } from '../../concreteTypes.ts';
import type { CompileOptions } from '../../executor.ts';
import { loadLowerings } from '../lowering/index.ts';
import { decomposeGraph } from './decomposeGraph.ts';
import type { LoweredGraph, LowerOptions } from './lowerGraph.ts';
import { lowerGraph } from './lowerGraph.ts';

export interface CompiledProgram {
  readonly program: LoweredGraph;
  /** Of every value, those of decomposed nodes included. */
  readonly types: ReadonlyMap<string, ConcreteType>;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
}

/**
 * @throws ExecutionError `execution/shapes` when a shape cannot be known before running
 * @throws ExecutionError `webgpu/node` naming the node that has no way to run here
 */
export async function compileProgram(
  graph: Graph,
  options: CompileOptions,
  lowering: LowerOptions,
): Promise<CompiledProgram> {
  return (await prepareLowering(graph, options))(lowering);
}

/** Everything before kernels are chosen, once; the returned function lowers with one set of choices or another. */
export async function prepareLowering(
  graph: Graph,
  options: CompileOptions,
): Promise<(lowering: LowerOptions) => CompiledProgram> {
  await loadLowerings(graph);
  const given = await concreteTypes(graph, options);
  const decomposed = decomposeGraph(graph, given);
  const types = decomposed ? await concreteTypes(decomposed, options) : given;
  return (lowering) => {
    const program = lowerGraph(decomposed ?? graph, types, lowering);
    return { program, types: types.types, inputShapes: given.inputShapes };
  };
}
