/**
 * One sample on its way through two networks: what every layer gives on both sides, value by value, so that the place
 * where an answer flips can be looked at. Layers are paired by name; what only one side has is left out.
 */
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import { collectLayerOutputs } from '../evaluation/layerError.ts';
import { compareOutputs } from '../evaluation/outputError.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import type { TracedLayer } from './apiViews.ts';

/** Values of a layer that are given on each side: more cannot be drawn, and all of a large network fill a tab. */
const mostTraced = 2 ** 15;

/** @throws DataError `data/index` when the data has no such sample */
export async function traceSample(
  executor: Executor,
  a: Graph,
  b: Graph,
  { source, sample }: { readonly source: SampleSource; readonly sample: number },
  task: TaskOptions = {},
): Promise<TracedLayer[]> {
  const one: SampleSource = { samples: 1, batch: () => source.batch(Int32Array.of(sample)) };
  const { layers, before, after } = await collectLayerOutputs(executor, a, b, one, task);
  const errors = new Map(compareOutputs(before, after).map((error) => [error.output, error]));
  return layers.flatMap(({ node, operator, value }) => {
    const error = errors.get(value);
    if (!error) return [];
    const { shape, dtype, data } = before[value];
    const drift = { node, operator, cosine: error.cosine.value, sqnr: error.sqnr, maxError: error.maxError };
    const sides = { a: decodeNumbers(dtype, data), b: decodeNumbers(after[value].dtype, after[value].data) };
    return [{ ...drift, ...chosenChannels(shape.slice(1), sides) }];
  });
}

// ---------------------------------------------------------------------------------------------

interface Values {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** All channels where they are few; else as many as may be given, those that differ most. */
function chosenChannels(shape: readonly number[], { a, b }: Values) {
  const count = shape[0] ?? 1;
  const size = sizeOf(shape.slice(1));
  const room = Math.max(1, Math.floor(mostTraced / Math.max(1, size)));
  const all = Array.from({ length: count }, (_, channel) => channel);
  const apart = all.map((channel) => distance(a, b, channel * size, size));
  const most = all.length <= room ? all : all.toSorted((p, q) => apart[q] - apart[p]).slice(0, room);
  const channels = most.toSorted((p, q) => p - q);
  return { shape, channels, a: pick(a, channels, size), b: pick(b, channels, size) };
}

function distance(a: Float64Array, b: Float64Array, start: number, size: number): number {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

function pick(values: Float64Array, channels: readonly number[], size: number): Float32Array {
  const picked = new Float32Array(channels.length * size);
  for (const [i, channel] of channels.entries()) {
    picked.set(values.subarray(channel * size, (channel + 1) * size), i * size);
  }
  return picked;
}
