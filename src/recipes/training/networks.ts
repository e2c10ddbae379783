/** Networks that a step names or describes: opened ones, and ones to be made. */
import { buildStudent } from '../../compression/students/buildStudent.ts';
import type { Graph } from '../../graph/graph.ts';
import type { RecipeContext } from '../context.ts';
import type { MadeNetwork, NetworkSpec } from '../schemaTraining.ts';
import { modelNamed } from './teachers.ts';

/** @param teacher what `from: 'teacher'` means */
export async function networkOf(
  spec: NetworkSpec,
  teacher: Graph | undefined,
  current: Graph | undefined,
  seed: number,
  context: RecipeContext,
): Promise<Graph> {
  return typeof spec === 'string' ? modelNamed(spec, current, context) : makeNetwork(spec, teacher, seed, context);
}

/**
 * A network to be made: after its teacher, or for the samples and classes of the data.
 *
 * @throws GraphError `students/teacher` when neither says what goes in and out
 */
export function makeNetwork(
  spec: MadeNetwork,
  teacher: Graph | undefined,
  seed: number,
  { data }: RecipeContext,
): Promise<Graph> {
  const classes = Array.isArray(data?.classes) ? data.classes.length : undefined;
  const sample = data && data.samples > 0 && !teacher ? data.batch([0]).shape.slice(1) : undefined;
  return buildStudent(spec, {
    seed,
    ...(teacher ? { teacher } : {}),
    ...(sample ? { sample } : {}),
    ...(classes === undefined || teacher ? {} : { classes }),
  });
}
