/** From a graph to a program, with everything fixed that a device is not needed for. */
import type { Graph } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { ConcreteTypes } from '../../concreteTypes.ts';
import { concreteTypes } from '../../concreteTypes.ts';
import type { CompileOptions } from '../../executor.ts';
import type { Limits } from '../capabilities.ts';
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
  return (await prepareLowering(graph, options, lowering.capabilities.limits))(lowering);
}

/** Everything before kernels are chosen, once; the returned function lowers with one set of choices or another. */
export async function prepareLowering(
  graph: Graph,
  options: CompileOptions,
  limits: Limits,
): Promise<(lowering: LowerOptions) => CompiledProgram> {
  await loadLowerings(graph);
  const given = await concreteTypes(graph, options);
  const decomposed = decomposeGraph(graph, given);
  const types = decomposed ? await concreteTypes(decomposed, options) : given;
  const ready = await splitGraph({ graph: decomposed ?? graph, types }, options, limits);
  return (lowering) => {
    const program = lowerGraph(ready.graph, ready.types, lowering);
    return { program, types: ready.types.types, inputShapes: given.inputShapes };
  };
}

// ---------------------------------------------------------------------------------------------

interface TypedGraph {
  readonly graph: Graph;
  readonly types: ConcreteTypes;
}

/** No kernel binds more bytes than this for an element of a parameter: a vector for each. */
const mostBytes = 16;

/** The graph with parameters that no binding holds in pieces; how to split is loaded with the first that may need it. */
async function splitGraph(typed: TypedGraph, options: CompileOptions, limits: Limits): Promise<TypedGraph> {
  const limit = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const parameters = [...typed.graph.parameters.values()];
  if (parameters.every(({ shape }) => sizeOf(shape) * mostBytes <= limit)) return typed;
  const { splitLargeParameters } = await import('./splitLargeParameters.ts');
  const graph = splitLargeParameters(typed.graph, typed.types, limit);
  if (graph === typed.graph) return typed;
  await loadLowerings(graph);
  return { graph, types: await concreteTypes(graph, options) };
}
