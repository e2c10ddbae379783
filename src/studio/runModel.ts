/** Runs a recipe on an open model. Loaded with the first recipe, since the page opens without. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { RecipeContext } from '../recipes/context.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import { parseRecipe } from '../recipes/schema.ts';
import type { RunRequest, RunResult } from './api.ts';
import type { ModelEntry } from './models.ts';
import { stepReport } from './stepReport.ts';
import { summarizeModel } from './summaries.ts';
import type { Workbench } from './workbench.ts';
import { recipeContext } from './workbench.ts';

/** @throws RecipeError when the recipe is not valid or asks for what is not there */
export async function runModel(
  bench: Workbench,
  request: RunRequest,
  task: TaskOptions,
  run: string,
): Promise<RunResult> {
  const { entry, steps, from } = await makeModel(bench, request, task);
  const reported = steps.map(({ kind, ms, report }) => ({ kind, ms, report: stepReport(report) }));
  const record = await bench.records.add({ name: entry.name, model: from.name, recipe: request.recipe }, run);
  return { id: record.id, model: await summarizeModel(entry), steps: reported };
}

/**
 * Makes and keeps a model without a record of it.
 *
 * @param given what its steps get instead of the request's data, whole
 */
export async function makeModel(
  bench: Workbench,
  request: RunRequest,
  task: TaskOptions,
  given: Partial<RecipeContext> = {},
) {
  const { openings, executors } = bench;
  const recipe = parseRecipe(request.recipe);
  const from = openings.models.get(required('model', request.model));
  const data = request.data === undefined ? undefined : openings.data.get(request.data);
  const seed = request.seed === undefined ? {} : { seed: request.seed };
  const { graph, steps, executor } = await executors.onLiveDevice(async () => {
    const executor = await executors.pick(request.executor, from.graph);
    const own = { executor, ...(data ? { data: data.dataset } : {}), ...seed };
    const ran = await runRecipe(from.graph, recipe, { ...recipeContext(bench, own, task), ...given });
    return { ...ran, executor: executor.name };
  });
  const entry: ModelEntry = {
    id: openings.models.newId(),
    name: recipe.name ?? from.name,
    format: 'run',
    graph,
    notes: from.notes,
    original: from.id,
    recipe,
    ...seed,
    ...(data ? { made: { data, heldOut: 0, named: new Map(), marks: [], ended: [], executor } } : {}),
    ...(from.learned ? { learned: from.learned } : {}),
  };
  return { entry: openings.models.add(entry), steps, from, executor };
}

// ---------------------------------------------------------------------------------------------

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new DecantError('studio/request', `The request has no "${field}"; give the id of what was opened.`, { field });
}
