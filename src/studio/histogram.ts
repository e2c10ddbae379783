/** How a layer's weights are spread, before and after: counts on shared bins, and the quantization grid over them. */
import { DecantError } from '../core/errors.ts';
import type { Graph, PackedStorage, Parameter } from '../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../graph/parameterData.ts';
import type { PackedMatrix } from '../tensor/packed.ts';
import { scaleIndex, symmetricZero, unpackCodes } from '../tensor/packed.ts';
import type { Histogram, HistogramRequest } from './api.ts';

const defaultBins = 96;

/**
 * @param before the graph that `graph` was made from; its values set the axis
 * @throws DecantError `studio/parameter` when there is no such weight
 */
export async function weightHistogram(
  graph: Graph,
  before: Graph | undefined,
  { parameter: name, bins = defaultBins, weights }: Pick<HistogramRequest, 'parameter' | 'bins' | 'weights'>,
): Promise<Histogram> {
  const original = before?.parameters.get(name);
  const tried = weights ? await tryRounding(before ?? graph, name, weights) : undefined;
  const parameter = tried?.parameter ?? find(graph, name);
  const values = await valuesOf(parameter);
  const reference = original ? await valuesOf(original) : values;
  const [low, high] = rangeOf(reference, values);
  const packed = parameter.storage.kind === 'packed' ? parameter.storage : undefined;
  const matrix = await packed?.load();
  const turned = packed && reference !== values ? inOrientation(reference, packed) : undefined;
  return {
    low,
    high,
    counts: countIn(values, low, high, bins),
    ...(original ? { baselineCounts: countIn(reference, low, high, bins) } : {}),
    ...(matrix ? gridOf(matrix, turned) : {}),
    ...(tried ? { error: { maxError: tried.maxError, sqnr: tried.sqnr } } : {}),
    total: values.length,
    scales: matrix?.scales.length ?? 0,
  };
}

/** [least, greatest] of all values; never empty. */
export function rangeOf(...arrays: readonly Float32Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const array of arrays) {
    for (const value of array) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

/** How many values lie in each of `bins` equal parts of [low, high]. */
export function countIn(values: Float32Array, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const perUnit = bins / (high - low);
  for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) * perUnit)))]++;
  return counts;
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

/** The weight as it would be after a rounding that no model has had. */
async function tryRounding(graph: Graph, name: string, weights: NonNullable<HistogramRequest['weights']>) {
  const { quantizeWeights } = await import('../compression/quantization/quantizeWeights.ts');
  const options = { weights, targets: [name], requantize: true };
  const { graph: rounded, weights: reports } = await quantizeWeights(graph, options);
  const [report] = reports;
  if (!report) throw new DecantError('studio/parameter', `The weight "${name}" cannot be rounded.`, { name });
  return { parameter: find(rounded, name), maxError: report.maxError, sqnr: report.sqnr };
}

/** Values as the packed matrix sees them: (rows, columns). */
function inOrientation(values: Float32Array, { layout, orientation }: PackedStorage): Float32Array {
  return orientation === 'rows' ? values : transposeMatrix(values, layout.columns, layout.rows);
}

/** The levels of the one scale, or of the median scale where there are many, and how full each is. */
function gridOf(
  matrix: PackedMatrix,
  before: Float32Array | undefined,
): Pick<Histogram, 'levels' | 'levelShares' | 'clip'> {
  const { layout, codes, scales, zeroPoints } = matrix;
  const count = 2 ** layout.bits;
  const order = Array.from(scales.keys()).sort((a, b) => scales[a] - scales[b]);
  const middle = order[Math.floor(order.length / 2)];
  const zero = zeroPoints ? zeroPoints[middle] : symmetricZero(layout.bits);
  const levels = Array.from({ length: count }, (_, code) => scales[middle] * (code - zero));
  const shares = new Array<number>(count).fill(0);
  const total = layout.rows * layout.columns;
  for (const code of unpackCodes(layout.bits, layout.rows, layout.columns, codes)) shares[code] += 1 / total;
  const beyond = before ? countBeyond(matrix, before) : { below: 0, above: 0 };
  return { levels, levelShares: shares, clip: { low: levels[0], high: levels[count - 1], ...beyond } };
}

/**
 * How many values lie more than half a step outside of the grid of their own scale, and so are held at its ends.
 *
 * @param before (rows, columns) values before rounding
 */
function countBeyond({ layout, scales, zeroPoints }: PackedMatrix, before: Float32Array) {
  const last = 2 ** layout.bits - 1;
  const centre = symmetricZero(layout.bits);
  let [below, above] = [0, 0];
  for (let row = 0; row < layout.rows; row++) {
    for (let column = 0; column < layout.columns; column++) {
      const unit = scaleIndex(layout, row, column);
      const level = before[row * layout.columns + column] / scales[unit] + (zeroPoints?.[unit] ?? centre);
      if (level < -0.5) below++;
      else if (level > last + 0.5) above++;
    }
  }
  return { below, above };
}
