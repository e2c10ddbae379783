/** Runs a recipe step by step: each step is a rewrite of the graph that the step before it left. */
import { DecantError, RecipeError } from '../core/errors.ts';
import { throwIfAborted } from '../core/task.ts';
import type { Graph } from '../graph/graph.ts';
import type { Recipe, RecipeStep } from './schema.ts';
import type { RecipeContext, StepReport } from './steps.ts';
import { steps } from './steps.ts';

export interface StepResult {
  readonly kind: RecipeStep['kind'];
  /** Milliseconds by the wall clock. */
  readonly ms: number;
  readonly report: StepReport;
}

export interface RecipeResult {
  readonly graph: Graph;
  readonly steps: readonly StepResult[];
}

/**
 * @throws RecipeError with the path of the step in `data.path` when a step asks for what is not there
 * @throws DecantError what a step throws, with the step's number in front
 */
export async function runRecipe(graph: Graph, recipe: Recipe, context: RecipeContext = {}): Promise<RecipeResult> {
  const results: StepResult[] = [];
  let current = graph;
  for (const [index, step] of recipe.steps.entries()) {
    throwIfAborted(context.signal);
    const start = performance.now();
    const { graph: next, report } = await runStep(current, step, index, context);
    results.push({ kind: step.kind, ms: performance.now() - start, report });
    current = next;
  }
  return { graph: current, steps: results };
}

// ---------------------------------------------------------------------------------------------

async function runStep(graph: Graph, step: RecipeStep, index: number, context: RecipeContext) {
  try {
    return await steps[step.kind](graph, step, context);
  } catch (error) {
    if (!(error instanceof DecantError)) throw error;
    const inner = typeof error.data.path === 'string' ? `.${error.data.path}` : '';
    const path = `steps[${index}]${inner}`;
    throw new RecipeError(error.code, `${path}: ${error.message}`, { ...error.data, path });
  }
}
