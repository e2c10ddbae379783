/** Quantization as one rewrite: activations (calibrated on the graph as it came), then weights, and the report of both. */
import { RecipeError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Targets } from './activationTargets.ts';
import { activationTargets } from './activationTargets.ts';
import { calibrate } from './calibrate.ts';
import type { QuantizedActivations } from './dynamicActivations.ts';
import { quantizeDynamically } from './dynamicActivations.ts';
import type { QuantizeOptions, StaticActivationOptions } from './options.ts';
import { quantizeWeights } from './quantizeWeights.ts';
import type { QuantizeReport } from './report.ts';
import { quantizeStatically } from './staticActivations.ts';

/** What calibration needs: where to run and on what. */
export interface QuantizeContext extends TaskOptions {
  readonly executor?: Executor;
  readonly data?: SampleSource;
}

export interface Quantized {
  readonly graph: Graph;
  readonly report: QuantizeReport;
}

/** Samples that a calibration sees when the recipe does not say. */
export const defaultCalibrationSamples = 256;

/**
 * @throws RecipeError `recipe/calibration` when static activations are asked for without data
 * @throws RecipeError `recipe/selection` when a target or an exception names nothing
 */
export async function quantize(
  graph: Graph,
  options: QuantizeOptions,
  context: QuantizeContext = {},
): Promise<Quantized> {
  const targets = options.activations ? await activationTargets(graph, options) : { nodes: [], left: [] };
  const quantized = await quantizeActivations(graph, targets, options, context);
  if (!options.weights)
    return { graph: quantized.graph, report: { weights: [], activations: quantized.activations, left: targets.left } };
  const result = await quantizeWeights(quantized.graph, { ...options, weights: options.weights }, context);
  const left = [...targets.left, ...result.left];
  return { graph: result.graph, report: { weights: result.weights, activations: quantized.activations, left } };
}

// ---------------------------------------------------------------------------------------------

async function quantizeActivations(
  graph: Graph,
  targets: Targets,
  { activations }: QuantizeOptions,
  context: QuantizeContext,
): Promise<QuantizedActivations> {
  if (!activations || targets.nodes.length === 0) return { graph, activations: [] };
  switch (activations.mode) {
    case 'dynamic':
      return quantizeDynamically(graph, targets);
    case 'static':
      return calibrated(graph, targets, activations, context);
    default:
      return activations satisfies never;
  }
}

async function calibrated(
  graph: Graph,
  targets: Targets,
  options: StaticActivationOptions,
  { executor, data, ...task }: QuantizeContext,
): Promise<QuantizedActivations> {
  if (!executor || !data || data.samples === 0)
    throw new RecipeError(
      'recipe/calibration',
      'activations.mode "static" finds its ranges on real samples, but there is no data. Open data, or use mode "dynamic".',
      { path: 'activations.mode' },
    );
  const values = [...new Set(targets.nodes.map((node) => node.inputs[0]))];
  const samples = Math.min(options.samples ?? defaultCalibrationSamples, data.samples);
  const observed = await calibrate(executor, graph, data, values, samples, task);
  const result = quantizeStatically(graph, targets, observed, options);
  return { ...result, activations: result.activations.map((report) => ({ ...report, samples })) };
}
