/**
 * Bias correction: rounding shifts the mean of a layer's output; what it shifts on calibration samples is taken out of
 * the bias, layer by layer. Nagel et al., 2019, "Data-Free Quantization Through Weight Equalization and Bias
 * Correction", arXiv:1906.04721, section 4.2, in its empirical form (appendix D).
 */
import { RecipeError } from '../../../core/errors.ts';
import type { TaskOptions } from '../../../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../../../core/task.ts';
import type { SampleSource } from '../../../evaluation/collectOutputs.ts';
import { collectOutputs } from '../../../evaluation/collectOutputs.ts';
import type { Executor } from '../../../execution/executor.ts';
import type { Graph, Node, OperatorNode } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { loadParameter } from '../../../graph/parameterData.ts';
import { removeDeadCode } from '../../../graph/passes/removeDeadCode.ts';
import { findUses, freshName, takenNames } from '../../../graph/passes/uses.ts';
import { findWeights } from '../../../graph/passes/weights.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { decodeNumbers, tensorFrom } from '../../../tensor/tensor.ts';

export interface BiasShift {
  readonly node: string;
  /** The largest mean shift of a channel before it was corrected, and the root mean square over channels. */
  readonly largest: number;
  readonly rms: number;
}

export interface BiasCorrected {
  readonly graph: Graph;
  readonly layers: readonly BiasShift[];
}

export interface BiasContext extends TaskOptions {
  readonly executor: Executor;
  readonly data: SampleSource;
  /** Samples to average over. 256 when left out. */
  readonly samples?: number;
}

const defaultSamples = 256;

/**
 * @param original the model before it was quantized, with the same node names
 * @throws RecipeError `recipe/calibration` without samples
 */
export async function correctBiases(original: Graph, quantized: Graph, context: BiasContext): Promise<BiasCorrected> {
  if (context.data.samples === 0)
    throw new RecipeError(
      'recipe/calibration',
      'Bias correction averages over samples, but there are none. Open data.',
      {},
    );
  const makers = new Map(original.nodes.map((node) => [node.name, node]));
  const packed = findWeights(quantized).fit.filter(({ parameter }) => parameter.storage.kind === 'packed');
  const nodes = packed
    .flatMap(({ consumers }) => consumers)
    .filter(({ name, operator }) => makers.has(name) && (operator === 'Conv' || operator === 'Gemm'));
  const progress = createProgressReporter('correcting biases', nodes.length, context.onProgress);
  const layers: BiasShift[] = [];
  let graph = quantized;
  for (const [index, node] of nodes.entries()) {
    throwIfAborted(context.signal);
    const [want, got] = [
      await channelMeans(original, makers.get(node.name), context),
      await channelMeans(graph, node, context),
    ];
    const shift = got.map((mean, c) => mean - want[c]);
    graph = await withShift(graph, node, shift);
    const largest = shift.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    layers.push({
      node: node.name,
      largest,
      rms: Math.sqrt(shift.reduce((sum, value) => sum + value * value, 0) / shift.length),
    });
    progress(index + 1);
  }
  return { graph, layers };
}

// ---------------------------------------------------------------------------------------------

/** The mean of each channel of a layer's output over samples and positions. */
async function channelMeans(
  graph: Graph,
  node: Node | undefined,
  { executor, data, samples = defaultSamples, signal }: BiasContext,
): Promise<Float64Array> {
  const value = node?.outputs[0] ?? '';
  const probe = removeDeadCode({ ...graph, outputs: [value], states: [] });
  const { outputs } = await collectOutputs(executor, probe, data, {
    samples: Math.min(samples, data.samples),
    batch: 32,
    signal,
  });
  const { dtype, shape, data: raw } = outputs[value];
  const inner = sizeOf(shape.slice(2));
  const means = new Float64Array(shape[1]);
  decodeNumbers(dtype, raw).forEach((x, i) => {
    means[Math.floor(i / inner) % shape[1]] += x;
  });
  return means.map((sum) => sum / (shape[0] * inner));
}

async function withShift(graph: Graph, node: OperatorNode, shift: Float64Array): Promise<Graph> {
  const old = graph.parameters.get(node.inputs[2] ?? '');
  const alone = old && (findUses(graph).consumers.get(old.name) ?? []).length === 1;
  const values = old ? decodeNumbers(old.dtype, (await loadParameter(old)).data) : new Float64Array(shift.length);
  const factor = node.operator === 'Gemm' ? Number(node.attributes.beta ?? 1) : 1;
  const name = alone ? old.name : freshName(takenNames(graph), `${node.name}_bias`);
  const corrected = shift.map((by, c) => values[values.length === 1 ? 0 : c] - by / factor);
  const parameters = new Map(graph.parameters).set(
    name,
    parameterFrom(name, tensorFrom('f32', [shift.length], corrected)),
  );
  const current = graph.nodes.map((own) =>
    own.name === node.name ? { ...own, inputs: [own.inputs[0], own.inputs[1], name] } : own,
  );
  return { ...graph, parameters, nodes: current };
}
