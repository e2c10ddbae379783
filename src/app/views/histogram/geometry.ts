/**
 * Histogram data as shapes: densities on one scale for floats (bins) and for codes (share a level, divided by the step),
 * so that both curves enclose the same area. Pure; drawing is in `HistogramPlot.tsx`.
 */
import type { Histogram } from '../../../studio/api.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One level of the grid. */
export interface Level {
  readonly value: number;
  /** Counted from the level that is nearest to zero. */
  readonly code: number;
  readonly density: number;
  readonly share: number;
}

/** Range of weights that both sides need, symmetric around zero so that the divider's middle is zero. */
export function domainOf(histograms: readonly (Histogram | null)[]): [number, number] {
  const reach = Math.max(...histograms.flatMap((h) => (h ? [Math.abs(h.low), Math.abs(h.high)] : [])), 1e-9);
  return [-reach, reach];
}

/** The curve of counts: weights a unit of value, as a share of all. */
export function curveOf({ low, high, total }: Histogram, counts: readonly number[]): Point[] {
  const width = (high - low) / counts.length;
  return counts.map((n, i) => ({ x: low + (i + 0.5) * width, y: n / Math.max(1, total) / width }));
}

/** The levels of the grid with the share of weights on each; none for floats. */
export function levelsOf({ levels, levelShares }: Histogram): Level[] {
  if (!levels || levels.length < 2) return [];
  const zero = levels.reduce((best, value, i) => (Math.abs(value) < Math.abs(levels[best] ?? 0) ? i : best), 0);
  return levels.map((value, i) => {
    const share = levelShares?.[i] ?? 0;
    const step = stepAt(levels, i);
    return { value, code: i - zero, share, density: share / step };
  });
}

/** The outline of the levels: each as wide as its step. */
export function stairs(levels: readonly Level[]): Point[] {
  return levels.flatMap(({ value, density }, i) => {
    const half =
      stepAt(
        levels.map((level) => level.value),
        i,
      ) / 2;
    return [
      { x: value - half, y: density },
      { x: value + half, y: density },
    ];
  });
}

// ---------------------------------------------------------------------------------------------------------------------

function stepAt(values: readonly number[], i: number): number {
  const [here = 0, next, before] = [values[i], values[i + 1], values[i - 1]];
  return Math.abs(next !== undefined ? next - here : here - (before ?? 0)) || 1e-9;
}
