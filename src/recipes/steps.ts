/** The table of step kinds: what each does to a graph. Total over the kinds of the schema. */

import { quantize } from '../compression/quantization/quantize.ts';
import type { Graph } from '../graph/graph.ts';
import type { RecipeContext } from './context.ts';
import type { StepReports } from './reports.ts';
import type { RecipeStep } from './schema.ts';
import { needModel, runAdaround, runDistill, runLora, runPrune, runQat, runTrain } from './training/steps.ts';

export type { RecipeContext } from './context.ts';
export type { StepReport, StepReports } from './reports.ts';

type StepRunner<K extends RecipeStep['kind']> = (
  graph: Graph | undefined,
  step: Extract<RecipeStep, { kind: K }>,
  context: RecipeContext,
) => Promise<{ readonly graph: Graph; readonly report: StepReports[K] }>;

export const steps: { readonly [K in RecipeStep['kind']]: StepRunner<K> } = {
  quantize: (graph, { kind: _kind, method: _method, ...options }, context) =>
    quantize(needModel(graph, 'model'), options, context),
  train: runTrain,
  distill: runDistill,
  qat: runQat,
  adaround: runAdaround,
  lora: runLora,
  prune: runPrune,
};
