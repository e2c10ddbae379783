/**
 * Makes curves of any length as long as the screen is wide: for each column the moving average at its end, and the least
 * and the greatest of the raw values that it holds. Nothing that stands out is lost, and a draw costs the same at step 100 and 100,000.
 */
import type { Series } from '../training/curve.ts';
import { meanAt } from '../training/curve.ts';

export interface Column {
  /** Index of the column's last value. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
  /** Mean of the last `window` values up to `at`. */
  readonly mean: number;
}

/**
 * Columns of the values from index `start` up to but without `end`.
 * @param most columns at most; where there are fewer values, each is a column
 */
export function decimate(series: Series, start: number, end: number, most: number, window: number): Column[] {
  const [first, last] = [Math.max(0, Math.floor(start)), Math.min(series.length, Math.ceil(end))];
  const count = last - first;
  if (count <= 0 || most < 1) return [];
  const columns = Math.min(count, Math.floor(most));
  return Array.from({ length: columns }, (_, i) =>
    columnOf(
      series,
      first + Math.floor((i * count) / columns),
      first + Math.floor(((i + 1) * count) / columns),
      window,
    ),
  );
}

/** Steps that a moving average is taken over: a fortieth of the run, between 5 and 100. */
export function windowOf(steps: number): number {
  return Math.min(100, Math.max(5, Math.round(steps / 40)));
}

/** Least and greatest finite value among columns, above zero where the axis is logarithmic. */
export function extentOf(columns: readonly Column[], positive: boolean): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    if (Number.isFinite(column.high)) high = Math.max(high, column.high);
    const least = positive && column.low <= 0 ? column.mean : column.low;
    if (Number.isFinite(least) && (!positive || least > 0)) low = Math.min(low, least);
  }
  return low <= high ? [low, high] : null;
}

// ---------------------------------------------------------------------------------------------------------------------

/** The range is that of all values that the mean is taken over, so that a band stands behind lines of any length. */
function columnOf(series: Series, start: number, end: number, window: number): Column {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = Math.max(0, Math.min(start, end - window)); i < end; i++) {
    const value = series.values[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { at: end - 1, low, high, mean: meanAt(series, end - 1, window) };
}
