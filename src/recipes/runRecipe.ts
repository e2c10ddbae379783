/** Runs a recipe step by step: each step is a rewrite of the graph that the step before it left. */
import { DecantError, RecipeError } from '../core/errors.ts';
import { throwIfAborted } from '../core/task.ts';
import type { Graph } from '../graph/graph.ts';
import type { RecipeContext } from './context.ts';
import type { StepReports, StepResult } from './reports.ts';
import type { Recipe, RecipeStep } from './schema.ts';
import { steps } from './steps.ts';
import { needModel } from './training/steps.ts';

export interface RecipeResult {
  readonly graph: Graph;
  readonly steps: readonly StepResult[];
  /** What each step left, in order: the stages of a pipeline. */
  readonly stages: readonly Graph[];
}

/** Where a recipe begins when its first steps were made before. */
export interface Resumed {
  /** Number of the step to begin with. */
  readonly step: number;
  /** What the step before it left. */
  readonly graph: Graph;
}

/**
 * @param graph the model; undefined where the first step makes one
 * @throws RecipeError with the path of the step in `data.path` when a step asks for what is not there
 * @throws DecantError what a step throws, with the step's number in front
 */
export async function runRecipe(
  graph: Graph | undefined,
  recipe: Recipe,
  context: RecipeContext = {},
  resumed?: Resumed,
): Promise<RecipeResult> {
  const results: StepResult[] = [];
  const stages: Graph[] = [];
  const own: RecipeContext = graph ? { ...context, original: context.original ?? graph } : context;
  let current = resumed?.graph ?? graph;
  for (const [index, step] of recipe.steps.entries()) {
    if (index < (resumed?.step ?? 0)) continue;
    await context.beforeStep?.(index);
    throwIfAborted(context.signal);
    const start = performance.now();
    const { graph: next, report } = await runStep(current, step, index, { ...own, step: index });
    const result: StepResult = { kind: step.kind, ms: performance.now() - start, report };
    results.push(result);
    stages.push(next);
    await context.afterStep?.(index, next, result);
    current = next;
  }
  return { graph: needModel(current, 'steps'), steps: results, stages };
}

// ---------------------------------------------------------------------------------------------

type Ran = { readonly graph: Graph; readonly report: StepReports[RecipeStep['kind']] };

/** The runner of a step's own kind; the table is total, so each step finds the one that takes it. */
function run<K extends RecipeStep['kind']>(
  kind: K,
  graph: Graph | undefined,
  step: Extract<RecipeStep, { kind: K }>,
  context: RecipeContext,
): Promise<Ran> {
  return steps[kind](graph, step, context);
}

function dispatch(graph: Graph | undefined, step: RecipeStep, context: RecipeContext): Promise<Ran> {
  switch (step.kind) {
    case 'quantize':
      return run(step.kind, graph, step, context);
    case 'train':
      return run(step.kind, graph, step, context);
    case 'distill':
      return run(step.kind, graph, step, context);
    case 'qat':
      return run(step.kind, graph, step, context);
    case 'adaround':
      return run(step.kind, graph, step, context);
    case 'lora':
      return run(step.kind, graph, step, context);
    case 'prune':
      return run(step.kind, graph, step, context);
    default:
      return step satisfies never;
  }
}

async function runStep(
  graph: Graph | undefined,
  step: RecipeStep,
  index: number,
  context: RecipeContext,
): Promise<Ran> {
  try {
    return await dispatch(graph, step, context);
  } catch (error) {
    if (!(error instanceof DecantError)) throw error;
    const inner = typeof error.data.path === 'string' ? `.${error.data.path}` : '';
    const path = `steps[${index}]${inner}`;
    throw new RecipeError(error.code, `${path}: ${error.message}`, { ...error.data, path });
  }
}
