/**
 * How fast the model is that a stage of a recipe has left: a few warm runs of one sample, between stages and never while
 * something trains. A glance for comparing the stages of one run; `decant.measure` times a model properly.
 */
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { fitSample, onlyInput } from '../../evaluation/collectOutputs.ts';
import { measureSpeed } from '../../evaluation/speed.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import type { StageSpeed } from '../apiTraining.ts';
import { syntheticSource } from '../measure.ts';

/** Runs at least and at most, and milliseconds for those beyond the least: well under a second for small models. */
const timing = { least: 7, most: 100, budgetMs: 120 };

/**
 * @param source a sample to run; a synthetic one of the model's own shape when left out
 * @throws DecantError what compiling or running the model throws
 */
export async function stageSpeed(
  executor: Executor,
  graph: Graph,
  source: SampleSource = syntheticSource({ graph }),
): Promise<Omit<StageSpeed, 'executor'>> {
  const input = onlyInput(graph);
  const fixed = typeof input.shape[0] === 'number' ? input.shape[0] : 1;
  const inputs = { [input.name]: fitSample(input, source.batch([0]), fixed) };
  const { medianMs, p10, p90, n, batch } = await measureSpeed(executor, graph, inputs, timing);
  return { medianMs, p10, p90, n, batch };
}
