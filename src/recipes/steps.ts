/** The table of step kinds: what each does to a graph. Total over the kinds of the schema. */

import { quantize } from '../compression/quantization/quantize.ts';
import type { QuantizeReport } from '../compression/quantization/report.ts';
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { RecipeStep } from './schema.ts';

/** What steps may need beside the graph. */
export interface RecipeContext extends TaskOptions {
  /** Where calibration and training run. */
  readonly executor?: Executor;
  /** Real samples, raw. */
  readonly data?: SampleSource;
}

/** What each kind of step says of itself. */
export interface StepReports {
  readonly quantize: QuantizeReport;
}

export type StepReport = StepReports[keyof StepReports];

type StepRunner<K extends RecipeStep['kind']> = (
  graph: Graph,
  step: Extract<RecipeStep, { kind: K }>,
  context: RecipeContext,
) => Promise<{ readonly graph: Graph; readonly report: StepReports[K] }>;

export const steps: { readonly [K in RecipeStep['kind']]: StepRunner<K> } = {
  quantize: (graph, { kind: _kind, method: _method, ...options }, context) => quantize(graph, options, context),
};
