/** Matrix products and layer normalization in float64, forward and backward, by plain loops: what judges transformers. */

type Doubles = Float64Array<ArrayBuffer>;

/** (m, k) times (k, n), four k at a time. */
export function product(a: Doubles, b: Doubles, m: number, k: number, n: number): Doubles {
  const out = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    const to = row * n;
    let inner = 0;
    for (; inner + 3 < k; inner += 4) {
      const at = row * k + inner;
      const [x0, x1, x2, x3] = [a[at], a[at + 1], a[at + 2], a[at + 3]];
      const [b0, b1, b2, b3] = [inner * n, (inner + 1) * n, (inner + 2) * n, (inner + 3) * n];
      for (let j = 0; j < n; j++) out[to + j] += x0 * b[b0 + j] + x1 * b[b1 + j] + x2 * b[b2 + j] + x3 * b[b3 + j];
    }
    for (; inner < k; inner++) for (let j = 0; j < n; j++) out[to + j] += a[row * k + inner] * b[inner * n + j];
  }
  return out;
}

/** (rows, columns) as (columns, rows). */
export function transposed(values: Doubles, columns: number): Doubles {
  const rows = values.length / columns;
  return Float64Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
}

export function columnSums(values: Doubles, columns: number): Doubles {
  const sums = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) sums[i % columns] += values[i];
  return sums;
}

export const sum = (a: Doubles, b: Doubles): Doubles => a.map((value, i) => value + b[i]);

const epsilon = 1e-5;

export interface Normalized {
  /** Mean 0, variance 1 a row. */
  readonly unit: Doubles;
  readonly inverses: Doubles;
}

/** Each row of `width` to mean 0 and variance 1. */
export function normalize(x: Doubles, width: number): Normalized {
  const unit = new Float64Array(x.length);
  const inverses = new Float64Array(x.length / width);
  for (let row = 0; row < inverses.length; row++) {
    const own = x.subarray(row * width, (row + 1) * width);
    const mean = own.reduce((total, value) => total + value, 0) / width;
    const variance = own.reduce((total, value) => total + (value - mean) ** 2, 0) / width;
    inverses[row] = 1 / Math.sqrt(variance + epsilon);
    for (let i = 0; i < width; i++) unit[row * width + i] = (own[i] - mean) * inverses[row];
  }
  return { unit, inverses };
}

/** The gradient for what was normalized, from that for `unit`. */
export function normalizeBack({ unit, inverses }: Normalized, g: Doubles, width: number): Doubles {
  const out = new Float64Array(g.length);
  for (let row = 0; row < inverses.length; row++) {
    const start = row * width;
    let shift = 0;
    let slope = 0;
    for (let i = start; i < start + width; i++) {
      shift += g[i] / width;
      slope += (g[i] * unit[i]) / width;
    }
    for (let i = start; i < start + width; i++) out[i] = inverses[row] * (g[i] - shift - unit[i] * slope);
  }
  return out;
}
