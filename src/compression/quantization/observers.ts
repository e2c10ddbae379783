/**
 * Observers: how the range of an activation is chosen from what calibration saw. One function each over the histogram
 * of an activation; the words are those of PyTorch and TensorRT.
 */
import { roundToEven } from '../../tensor/half.ts';
import type { Histogram } from './histogram.ts';
import { binCount } from './histogram.ts';
import type { ObserverName, StaticActivationOptions } from './options.ts';
import { decibels } from './quantizeMatrix.ts';

/** What was seen of one activation. */
export interface Observed {
  readonly histogram: Histogram;
  /** Exponential averages of each batch's least and greatest value. */
  readonly averageLow: number;
  readonly averageHigh: number;
}

/** The share that a new batch has in the moving average: calibrations see tens of batches, training sees thousands. */
export const movingShare = 0.1;
/** What observer `percentile` keeps when nothing else is asked; TensorRT's and onnxruntime's practice. */
const defaultActivationPercentile = 99.99;

/** int8 around zero, or uint8 with a zero point. */
export interface ActivationGrid {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly low: number;
  readonly high: number;
}

export type Range = readonly [low: number, high: number];
type Observer = (observed: Observed, options: StaticActivationOptions) => Range;

/** Least and greatest value that are worth representing; zero is always inside. */
export const observers: Readonly<Record<ObserverName, Observer>> = {
  minmax: ({ histogram }) => [histogram.min, histogram.max],
  'moving-average': ({ averageLow, averageHigh }) => [averageLow, averageHigh],
  percentile: ({ histogram }, options) => {
    const share = (options.percentile ?? defaultActivationPercentile) / 100;
    return [histogram.quantile((1 - share) / 2), histogram.quantile((1 + share) / 2)];
  },
  mse: ({ histogram }, options) => leastSquares(histogram, options),
  entropy: ({ histogram }, options) => leastDivergence(histogram, options),
};

/** The grid of a range: symmetric int8 with scale T / 127, or asymmetric uint8 with scale (high - low) / 255. */
export function activationGrid([from, to]: Range, symmetric: boolean): ActivationGrid {
  const low = Math.min(0, from);
  const high = Math.max(0, to);
  if (high === low) return { scale: 1, zeroPoint: 0, low, high };
  if (symmetric) {
    const largest = Math.max(-low, high);
    return { scale: Math.fround(largest / 127), zeroPoint: 0, low: -largest, high: largest };
  }
  const scale = Math.fround((high - low) / 255);
  return { scale, zeroPoint: Math.min(255, Math.max(0, roundToEven(-low / scale))), low, high };
}

/** What a grid does to what was seen: noise and how much falls outside. */
export function gridError(
  histogram: Histogram,
  grid: ActivationGrid,
  symmetric: boolean,
): { sqnr: number; clipped: number } {
  let signal = 0;
  let noise = 0;
  let outside = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const count = histogram.bins[bin];
    if (count === 0) continue;
    const value = histogram.centre(bin);
    const error = value - roundTrip(value, grid, symmetric);
    signal += count * value * value;
    noise += count * error * error;
    if (value < grid.low - histogram.width || value > grid.high + histogram.width) outside += count;
  }
  return { sqnr: decibels(signal, noise), clipped: outside / Math.max(1, histogram.count) };
}

// ---------------------------------------------------------------------------------------------

function roundTrip(value: number, { scale, zeroPoint }: ActivationGrid, symmetric: boolean): number {
  const code = roundToEven(value / scale) + zeroPoint;
  const [least, most] = symmetric ? [-128, 127] : [0, 255];
  return scale * (Math.min(most, Math.max(least, code)) - zeroPoint);
}

const mseSteps = 50;
const mseLeast = 0.02;

/** The share of the full range whose grid errs least, on a geometric ladder down to a fiftieth. */
function leastSquares(histogram: Histogram, { symmetric = false }: StaticActivationOptions): Range {
  let best: Range = [histogram.min, histogram.max];
  let highest = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < mseSteps; step++) {
    const share = mseLeast ** (step / (mseSteps - 1));
    const range: Range = [histogram.min * share, histogram.max * share];
    const { sqnr } = gridError(histogram, activationGrid(range, symmetric), symmetric);
    if (sqnr > highest) [best, highest] = [range, sqnr];
  }
  return best;
}

/** Bins of magnitudes that entropy calibration works on, as TensorRT. */
const entropyBins = 2048;
const entropyStep = 16;

/**
 * The threshold T whose quantized distribution is nearest to the clipped one in Kullback-Leibler divergence
 * (Migacz, "8-bit inference with TensorRT", GTC 2017): 128 levels of magnitude, 256 where no value is negative.
 */
function leastDivergence(histogram: Histogram, { symmetric = false }: StaticActivationOptions): Range {
  const levels = symmetric || histogram.min < 0 ? 128 : 256;
  const bins = coarse(histogram.magnitudes(), Math.max(-histogram.min, histogram.max) / histogram.reach);
  // Zero is exact on every grid, but the spike that a ReLU leaves there would outweigh all else.
  bins[0] = bins[1];
  let best = entropyBins;
  let least = Number.POSITIVE_INFINITY;
  for (let end = levels; end <= entropyBins; end += entropyStep) {
    const divergence = clippedDivergence(bins, end, levels);
    if (divergence < least) [best, least] = [end, divergence];
  }
  const threshold = (best / entropyBins) * Math.max(-histogram.min, histogram.max);
  return [Math.max(histogram.min, -threshold), Math.min(histogram.max, threshold)];
}

/** The part of the magnitudes up to the largest one seen, in `entropyBins` bins. */
function coarse(magnitudes: Float64Array, share: number): Float64Array {
  const out = new Float64Array(entropyBins);
  const used = Math.max(1, Math.ceil(share * magnitudes.length));
  for (let i = 0; i < used; i++) out[Math.min(entropyBins - 1, Math.floor((i / used) * entropyBins))] += magnitudes[i];
  return out;
}

/** KL(P || Q): P is the first `end` bins with all beyond put on the last; Q is the same bins in `levels` steps. */
function clippedDivergence(bins: Float64Array, end: number, levels: number): number {
  const p = bins.slice(0, end);
  const total = bins.reduce((sum, count) => sum + count, 0);
  const inside = p.reduce((sum, count) => sum + count, 0);
  const q = stepwise(p, levels);
  p[end - 1] += total - inside;
  let divergence = 0;
  for (let i = 0; i < end; i++) {
    if (p[i] === 0) continue;
    if (q[i] === 0) return Number.POSITIVE_INFINITY;
    divergence += (p[i] / total) * Math.log(p[i] / total / (q[i] / inside));
  }
  return divergence;
}

/** Counts averaged over the non-empty bins of each of `levels` steps. */
function stepwise(p: Float64Array, levels: number): Float64Array {
  const q = new Float64Array(p.length);
  for (let level = 0; level < levels; level++) {
    const from = Math.floor((level * p.length) / levels);
    const to = Math.floor(((level + 1) * p.length) / levels);
    let sum = 0;
    let filled = 0;
    for (let i = from; i < to; i++) {
      sum += p[i];
      if (p[i] > 0) filled++;
    }
    for (let i = from; i < to; i++) if (p[i] > 0) q[i] = sum / filled;
  }
  return q;
}
