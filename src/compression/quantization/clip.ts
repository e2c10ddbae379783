/**
 * The grid of one unit of weights (a tensor, a channel or a group): which real range its codes span.
 *
 * Symmetric: scale = absmax / ((2^bits - 1) / 2), codes from -2^(bits-1) to 2^(bits-1) - 1, as compressed-tensors does.
 * It uses every code and errs by at most half a step anywhere in [-absmax, absmax]; onnxruntime's signed absmax / -8
 * keeps one end exact instead and lets the other end err by a whole step. Asymmetric: [min, max] widened to hold zero,
 * scale = (max - min) / (2^bits - 1), zero point round(-min / scale). Scales are rounded to f16 before codes are chosen.
 */
import { quantileOfSorted } from '../../evaluation/statistics.ts';
import { roundToEven } from '../../tensor/half.ts';
import type { PackedBits } from '../../tensor/packed.ts';
import { roundScale, symmetricZero } from '../../tensor/packed.ts';
import type { ClipMethod } from './options.ts';

export interface Grid {
  /** Already rounded to how it is stored. */
  readonly scale: number;
  /** The unsigned code that stands for zero. */
  readonly zero: number;
}

export interface GridOptions {
  readonly bits: PackedBits;
  readonly symmetric: boolean;
  readonly clip: ClipMethod;
  /** Percent, for clip `percentile`. */
  readonly percentile?: number;
  /** For clip `range`: a unit spans its own values, cut to this. */
  readonly range?: readonly [low: number, high: number];
  readonly scaleDType: 'f16' | 'f32';
}

/** What clip `percentile` keeps when nothing else is asked: the default of onnxruntime's and TensorRT's calibrators. */
const defaultPercentile = 99.9;

/** Shares of the full range that clip `mse` tries: from all of it down to a fifth, where 2 bits find their best. */
const shrinkSteps = 41;
const leastShrink = 0.2;

/** Chooses the grid of one unit. */
export function chooseGrid(values: Float32Array, options: GridOptions): Grid {
  const [low, high] = rangeOf(values, options);
  const full = gridOf(low, high, options);
  if (options.clip !== 'mse') return full;
  let best = full;
  let least = squaredError(values, full, options.bits);
  for (let step = 1; step < shrinkSteps && least > 0; step++) {
    const share = 1 - ((1 - leastShrink) * step) / (shrinkSteps - 1);
    const grid = gridOf(low * share, high * share, options);
    const error = squaredError(values, grid, options.bits, least);
    if (error < least) [best, least] = [grid, error];
  }
  return best;
}

/** The unsigned code nearest to a value; ties to even. */
export function codeOf(value: number, { scale, zero }: Grid, bits: PackedBits): number {
  const code = roundToEven(value / scale) + zero;
  return Math.min(2 ** bits - 1, Math.max(0, code));
}

// ---------------------------------------------------------------------------------------------

function gridOf(low: number, high: number, { bits, symmetric, scaleDType }: GridOptions): Grid {
  const levels = 2 ** bits - 1;
  if (symmetric) {
    const largest = Math.max(-low, high);
    return { scale: largest > 0 ? roundScale(largest / (levels / 2), scaleDType) : 1, zero: symmetricZero(bits) };
  }
  if (high === low) return { scale: 1, zero: 0 };
  const scale = roundScale((high - low) / levels, scaleDType);
  return { scale, zero: Math.min(levels, Math.max(0, roundToEven(-low / scale))) };
}

/** [low, high] with low <= 0 <= high. */
function rangeOf(values: Float32Array, { clip, percentile, symmetric, range }: GridOptions): [number, number] {
  if (clip === 'percentile') return percentileRange(values, (percentile ?? defaultPercentile) / 100, symmetric);
  const [low, high] = extremesOf(values);
  if (clip !== 'range' || range === undefined) return [low, high];
  return [Math.max(low, Math.min(0, range[0])), Math.min(high, Math.max(0, range[1]))];
}

function extremesOf(values: Float32Array): [number, number] {
  let low = 0;
  let high = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}

function percentileRange(values: Float32Array, share: number, symmetric: boolean): [number, number] {
  if (symmetric) {
    const largest = quantileOfSorted(values.map(Math.abs).sort(), share);
    return [-largest, largest];
  }
  const sorted = values.slice().sort();
  return [
    Math.min(0, quantileOfSorted(sorted, (1 - share) / 2)),
    Math.max(0, quantileOfSorted(sorted, (1 + share) / 2)),
  ];
}

/** The sum of squared errors on a grid; stops early once it exceeds `bound`. */
function squaredError(values: Float32Array, grid: Grid, bits: PackedBits, bound = Number.POSITIVE_INFINITY): number {
  let sum = 0;
  for (let i = 0; i < values.length && sum < bound; i++) {
    const error = grid.scale * (codeOf(values[i], grid, bits) - grid.zero) - values[i];
    sum += error * error;
  }
  return sum;
}
