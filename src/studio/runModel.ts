/** Runs a recipe on an open model. Loaded with the first recipe, since the page opens without. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import { parseRecipe } from '../recipes/schema.ts';
import type { RunRequest, RunResult } from './api.ts';
import type { ModelEntry } from './models.ts';
import { stepReport } from './stepReport.ts';
import { summarizeModel } from './summaries.ts';
import type { Workbench } from './workbench.ts';

/** @throws RecipeError when the recipe is not valid or asks for what is not there */
export async function runModel(bench: Workbench, request: RunRequest, task: TaskOptions): Promise<RunResult> {
  const { openings, executors, records } = bench;
  const recipe = parseRecipe(request.recipe);
  const original = openings.models.get(required('model', request.model));
  const data = request.data === undefined ? undefined : openings.data.get(request.data).dataset;
  const executor = await executors.pick(request.executor, original.graph);
  const { graph, steps } = await executors.onLiveDevice(() =>
    runRecipe(original.graph, recipe, { executor, ...(data ? { data } : {}), ...task }),
  );
  const name = recipe.name ?? original.name;
  const entry: ModelEntry = {
    id: openings.models.newId(),
    name,
    format: 'run',
    graph,
    notes: original.notes,
    original: original.id,
    recipe,
    ...(request.seed === undefined ? {} : { seed: request.seed }),
  };
  const model = await summarizeModel(openings.models.add(entry));
  const reported = steps.map(({ kind, ms, report }) => ({ kind, ms, report: stepReport(report) }));
  const record = await records.add({ name, model: original.name, recipe: request.recipe });
  return { id: record.id, model, steps: reported };
}

// ---------------------------------------------------------------------------------------------

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new DecantError('studio/request', `The request has no "${field}"; give the id of what was opened.`, { field });
}
