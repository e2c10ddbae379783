/** What the calls of a session work on, and how a request's ids become the things that they name. */
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import type { Executor, ExecutorName } from '../execution/executor.ts';
import type { RecipeContext } from '../recipes/context.ts';
import type { Executors } from './executors.ts';
import type { Measurer } from './measure.ts';
import { syntheticSource } from './measure.ts';
import type { ModelEntry } from './models.ts';
import type { Openings } from './openings.ts';
import type { RunRecords } from './runRecords.ts';

export interface Workbench {
  readonly openings: Openings;
  readonly executors: Executors;
  readonly measurer: Measurer;
  readonly records: RunRecords;
}

/** A model, samples for it, and where it runs. */
export interface Study {
  readonly entry: ModelEntry;
  /** Real samples, or synthetic ones where no data was named. */
  readonly data: { readonly id: string; readonly source: SampleSource };
  readonly synthetic: boolean;
  readonly executor: Executor;
}

/** @throws DecantError `studio/unknown-id` when model or data is not open */
export async function studyOf(
  bench: Workbench,
  request: { readonly model: string; readonly data?: string; readonly executor?: ExecutorName },
): Promise<Study> {
  const entry = bench.openings.models.get(request.model);
  const synthetic = request.data === undefined;
  const source = synthetic ? syntheticSource(entry) : bench.openings.data.get(request.data).dataset;
  const executor = await bench.executors.pick(request.executor, entry.graph);
  return { entry, data: { id: request.data ?? 'synthetic', source }, synthetic, executor };
}

/** What a recipe's steps may need, from what is open. */
export function recipeContext(
  { openings }: Workbench,
  given: { readonly executor: Executor; readonly data?: SampleSource; readonly seed?: number },
  task: TaskOptions,
): RecipeContext {
  const { executor, data, seed } = given;
  return {
    executor,
    ...(data ? { data } : {}),
    ...(seed === undefined ? {} : { seed }),
    models: (id) => openings.models.find(id)?.graph,
    ...task,
  };
}
