/** The types of a graph once its inputs' shapes are fixed: every dimension a number, or a refusal that says which is not. */
import { ExecutionError } from '../core/errors.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphTypes } from '../graph/inferTypes.ts';
import { inferTypes, knownValues } from '../graph/inferTypes.ts';
import type { ConcreteType } from '../graph/operator.ts';
import { formatShape, isConcrete } from '../tensor/shape.ts';
import type { CompileOptions } from './executor.ts';
import { refuseLargeValues } from './valueSizes.ts';

export interface ConcreteTypes {
  readonly types: ReadonlyMap<string, ConcreteType>;
  readonly known: GraphTypes['known'];
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
}

/**
 * @throws ExecutionError `execution/shapes` when a dimension is still unknown
 * @throws ExecutionError `execution/too-large` when a value is larger than one buffer can be
 */
export async function concreteTypes(graph: Graph, options: CompileOptions): Promise<ConcreteTypes> {
  const inferred = await inferTypes(graph, { shapes: options.shapes, known: knownValues(options.values) });
  refuseLargeValues(graph, inferred.types);
  const types = new Map<string, ConcreteType>();
  for (const [name, type] of inferred.types) types.set(name, { dtype: type.dtype, shape: concrete(name, type.shape) });
  const inputShapes = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => [name, types.get(name)?.shape ?? concrete(name, shape)]),
  );
  return { types, known: inferred.known, inputShapes };
}

// ---------------------------------------------------------------------------------------------

function concrete(name: string, shape: readonly (number | string)[]): readonly number[] {
  if (isConcrete(shape)) return shape;
  throw new ExecutionError(
    'execution/shapes',
    `The shape of "${name}" (${formatShape(shape)}) is not known before running. Give the shapes of all inputs, and the values of inputs that shapes are computed from.`,
    { value: name, shape },
  );
}
