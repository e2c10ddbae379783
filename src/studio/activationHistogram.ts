/** How the values that flow into a layer are spread, in a model and in what it was made from, on samples. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import { collectOutputs } from '../evaluation/collectOutputs.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { loadParameter } from '../graph/parameterData.ts';
import { removeDeadCode } from '../graph/passes/removeDeadCode.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import type { Histogram } from './api.ts';
import { countIn, rangeOf } from './histogram.ts';

const defaultBins = 96;
const defaultSamples = 32;

/**
 * Counts the first input of a node. Where it comes out of a DequantizeLinear, the grid of that pair is drawn over it.
 *
 * @throws DecantError `studio/node` when there is no such node, or it reads no value that is computed
 */
export async function activationHistogram(
  executor: Executor,
  { graph, before }: { readonly graph: Graph; readonly before: Graph | undefined },
  source: SampleSource,
  request: { readonly node: string; readonly bins?: number; readonly samples?: number },
  task: TaskOptions = {},
): Promise<Histogram> {
  const { node, bins = defaultBins, samples = defaultSamples } = request;
  const collect = async (own: Graph, value: string): Promise<Float32Array> => {
    if (own.inputs.some(({ name }) => name === value)) return inputValues(source, samples);
    const pruned = removeDeadCode({ ...own, outputs: [value], states: [] });
    const { outputs } = await collectOutputs(executor, pruned, source, { samples, ...task });
    return Float32Array.from(decodeNumbers(outputs[value].dtype, outputs[value].data));
  };
  const value = inputOf(graph, node);
  const own = await collect(graph, value);
  const reference = before ? await collect(before, inputOf(before, node)) : own;
  const [low, high] = rangeOf(reference, own);
  return {
    low,
    high,
    counts: countIn(own, low, high, bins),
    ...(before ? { baselineCounts: countIn(reference, low, high, bins) } : {}),
    ...(await gridOf(graph, value, own, reference)),
    total: own.length,
    scales: 0,
  };
}

// ---------------------------------------------------------------------------------------------

function inputOf(graph: Graph, name: string): string {
  const value = graph.nodes.find((node) => node.name === name)?.inputs[0];
  if (value !== undefined && !graph.parameters.has(value)) return value;
  throw new DecantError('studio/node', `No values flow into "${name}"; choose a layer that computes with weights.`, {
    node: name,
  });
}

function inputValues(source: SampleSource, samples: number): Float32Array {
  const count = Math.min(samples, source.samples);
  const { dtype, data } = source.batch(Array.from({ length: count }, (_, i) => i));
  return Float32Array.from(decodeNumbers(dtype, data));
}

/** The levels of the QuantizeLinear and DequantizeLinear pair that a value comes out of; nothing for floats. */
async function gridOf(
  graph: Graph,
  value: string,
  own: Float32Array,
  reference: Float32Array,
): Promise<Pick<Histogram, 'levels' | 'levelShares' | 'clip'>> {
  const pair = graph.nodes.find((node) => node.outputs.includes(value));
  if (pair?.kind !== 'operator' || pair.operator !== 'DequantizeLinear') return {};
  const [scale, zero] = [await constant(graph, pair, 1), await constant(graph, pair, 2)];
  if (scale === undefined || scale.value <= 0) return {};
  const signed = zero?.dtype === 'i8';
  const offset = (zero?.value ?? 0) + (signed ? 128 : 0);
  const levels = Array.from({ length: 256 }, (_, code) => scale.value * (code - offset));
  const shares = new Array<number>(256).fill(0);
  for (const one of own) shares[Math.min(255, Math.max(0, Math.round(one / scale.value) + offset))] += 1 / own.length;
  const [low, high] = [levels[0], levels[255]];
  const half = scale.value / 2;
  const below = reference.reduce((sum, one) => sum + (one < low - half ? 1 : 0), 0);
  const above = reference.reduce((sum, one) => sum + (one > high + half ? 1 : 0), 0);
  return { levels, levelShares: shares, clip: { low, high, below, above } };
}

async function constant(graph: Graph, node: Node, at: number) {
  const parameter = graph.parameters.get(node.inputs[at] ?? '');
  if (parameter === undefined) return undefined;
  const { dtype, data } = await loadParameter(parameter);
  return { dtype, value: Number(data[0]) };
}
