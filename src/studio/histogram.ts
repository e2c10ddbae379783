/** How a layer's weights are spread, before and after: counts on shared bins, and the quantization grid over them. */
import { DecantError } from '../core/errors.ts';
import type { Graph, Parameter } from '../graph/graph.ts';
import { loadParameter } from '../graph/parameterData.ts';
import type { PackedMatrix } from '../tensor/packed.ts';
import { symmetricZero, unpackCodes } from '../tensor/packed.ts';
import type { Histogram } from './api.ts';

const defaultBins = 96;

/**
 * @param before the graph that `graph` was made from; its values set the axis
 * @throws DecantError `studio/parameter` when there is no such weight
 */
export async function weightHistogram(
  graph: Graph,
  before: Graph | undefined,
  name: string,
  bins = defaultBins,
): Promise<Histogram> {
  const parameter = find(graph, name);
  const values = await valuesOf(parameter);
  const original = before?.parameters.get(name);
  const reference = original ? await valuesOf(original) : values;
  const [low, high] = rangeOf(reference, values);
  const grid = parameter.storage.kind === 'packed' ? gridOf(await parameter.storage.load(), reference) : {};
  return {
    low,
    high,
    counts: countIn(values, low, high, bins),
    ...(original ? { baselineCounts: countIn(reference, low, high, bins) } : {}),
    ...grid,
    total: values.length,
    scales: parameter.storage.kind === 'packed' ? (await parameter.storage.load()).scales.length : 0,
  };
}

// ---------------------------------------------------------------------------------------------

function find(graph: Graph, name: string): Parameter {
  const parameter = graph.parameters.get(name);
  if (parameter) return parameter;
  throw new DecantError('studio/parameter', `The model has no weight "${name}"; choose one of its layers.`, { name });
}

async function valuesOf(parameter: Parameter): Promise<Float32Array> {
  const { data } = await loadParameter(parameter);
  return data instanceof Float32Array ? data : Float32Array.from(data, Number);
}

function rangeOf(...arrays: readonly Float32Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const array of arrays) {
    for (const value of array) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

function countIn(values: Float32Array, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const perUnit = bins / (high - low);
  for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) * perUnit)))]++;
  return counts;
}

/** The levels of the one scale, or of the median scale where there are many, and how full each is. */
function gridOf(
  { layout, codes, scales, zeroPoints }: PackedMatrix,
  before: Float32Array,
): Pick<Histogram, 'levels' | 'levelShares' | 'clip'> {
  const count = 2 ** layout.bits;
  const order = Array.from(scales.keys()).sort((a, b) => scales[a] - scales[b]);
  const middle = order[Math.floor(order.length / 2)];
  const zero = zeroPoints ? zeroPoints[middle] : symmetricZero(layout.bits);
  const levels = Array.from({ length: count }, (_, code) => scales[middle] * (code - zero));
  const shares = new Array<number>(count).fill(0);
  const total = layout.rows * layout.columns;
  for (const code of unpackCodes(layout.bits, layout.rows, layout.columns, codes)) shares[code] += 1 / total;
  return { levels, levelShares: shares, clip: clipOf(levels, before) };
}

/** Values beyond half a step outside the grid are held at its ends. */
function clipOf(levels: readonly number[], before: Float32Array): NonNullable<Histogram['clip']> {
  const half = (levels[1] - levels[0]) / 2;
  const low = levels[0] - half;
  const high = levels[levels.length - 1] + half;
  let [below, above] = [0, 0];
  for (const value of before) {
    if (value < low) below++;
    else if (value > high) above++;
  }
  return { low: levels[0], high: levels[levels.length - 1], below, above };
}
