/** Causal attention of several heads in float64, forward and backward, by plain loops. */
import type { TransformerSize } from './transformer.ts';

type Doubles = Float64Array<ArrayBuffer>;

/**
 * @param qkv (batch * length, 3 * width): queries, keys and values side by side, heads within each
 * @returns (batch * length, width), and the probabilities (batch, heads, length, length)
 */
export function attend(qkv: Doubles, size: TransformerSize): { out: Doubles; probabilities: Doubles } {
  const { width, length } = size;
  const out = new Float64Array((qkv.length / 3) | 0);
  const probabilities = new Float64Array(size.batch * size.heads * length * length);
  eachRow(size, ({ from, row, at, inner }) => {
    const own = probabilities.subarray(at, at + length);
    for (let to = 0; to <= row; to++) own[to] = dot(qkv, from(row, 0), qkv, from(to, 1), inner) / Math.sqrt(inner);
    const top = Math.max(...own.subarray(0, row + 1));
    let total = 0;
    for (let to = 0; to <= row; to++) total += own[to] = Math.exp(own[to] - top);
    for (let to = 0; to <= row; to++) own[to] /= total;
    const start = outAt(from(row, 0), width);
    for (let to = 0; to <= row; to++) addScaled(out, start, own[to], qkv, from(to, 2), inner);
  });
  return { out, probabilities };
}

/** The gradient for `qkv` from that for the result. */
export function attendBack(qkv: Doubles, probabilities: Doubles, g: Doubles, size: TransformerSize): Doubles {
  const { width, length } = size;
  const back = new Float64Array(qkv.length);
  const slopes = new Float64Array(length);
  eachRow(size, ({ from, row, at, inner }) => {
    const own = probabilities.subarray(at, at + length);
    const arriving = outAt(from(row, 0), width);
    let mean = 0;
    for (let to = 0; to <= row; to++) {
      addScaled(back, from(to, 2), own[to], g, arriving, inner);
      slopes[to] = dot(g, arriving, qkv, from(to, 2), inner);
      mean += slopes[to] * own[to];
    }
    for (let to = 0; to <= row; to++) {
      const slope = (own[to] * (slopes[to] - mean)) / Math.sqrt(inner);
      addScaled(back, from(row, 0), slope, qkv, from(to, 1), inner);
      addScaled(back, from(to, 1), slope, qkv, from(row, 0), inner);
    }
  });
  return back;
}

// ---------------------------------------------------------------------------------------------

interface Row {
  /** Where a token's query (0), key (1) or value (2) of this head begins. */
  from(token: number, part: 0 | 1 | 2): number;
  readonly row: number;
  /** Where the row's probabilities begin. */
  readonly at: number;
  /** Width of a head. */
  readonly inner: number;
}

function eachRow({ batch, heads, length, width }: TransformerSize, visit: (row: Row) => void): void {
  const inner = width / heads;
  for (let sample = 0; sample < batch; sample++)
    for (let head = 0; head < heads; head++)
      for (let row = 0; row < length; row++) {
        const from = (token: number, part: number) =>
          (sample * length + token) * 3 * width + part * width + head * inner;
        visit({ from, row, at: ((sample * heads + head) * length + row) * length, inner });
      }
}

/** Where the result of a query lies that begins at `query` in (tokens, 3 * width). */
const outAt = (query: number, width: number): number => Math.floor(query / (3 * width)) * width + (query % (3 * width));

function dot(a: Doubles, atA: number, b: Doubles, atB: number, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += a[atA + i] * b[atB + i];
  return total;
}

function addScaled(out: Doubles, at: number, factor: number, from: Doubles, atFrom: number, count: number): void {
  for (let i = 0; i < count; i++) out[at + i] += factor * from[atFrom + i];
}
