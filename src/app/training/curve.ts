/**
 * The curves of a run while it goes: a value a step and a name, in arrays that grow, kept out of the store. Sums run
 * along, so that the mean of any stretch costs nothing.
 */

export interface Series {
  /** Values so far; as many as `length`. */
  readonly values: Float32Array;
  /** sums[i] is the sum of the first i values, NaN left out; one longer than `values`. */
  readonly sums: Float64Array;
  /** counts[i] is how many of the first i values are numbers. */
  readonly counts: Uint32Array;
  readonly length: number;
}

export interface Curve {
  /** The step of the first value: later than 0 in a branch. */
  readonly from: number;
  readonly names: readonly string[];
  get(name: string): Series | undefined;
  /** Takes what has arrived; `from` is the number of its first step. What came before from there on is replaced. */
  add(from: number, values: Readonly<Record<string, ArrayLike<number>>>): void;
  /** Values in the longest series. */
  readonly length: number;
}

/** An empty curve that begins at a step. */
export function createCurve(from = 0): Curve {
  const all = new Map<string, Growing>();
  return {
    from,
    get names() {
      return [...all.keys()];
    },
    get length() {
      return Math.max(0, ...[...all.values()].map(({ length }) => length));
    },
    get: (name) => all.get(name),
    add: (start, values) => {
      for (const [name, arrived] of Object.entries(values)) {
        const series = all.get(name) ?? new Growing();
        all.set(name, series);
        series.put(start - from, arrived);
      }
    },
  };
}

/** The mean of the last `window` values before and with index `at`; NaN where none of them is a number. */
export function meanAt({ sums, counts, length }: Series, at: number, window: number): number {
  const end = Math.min(length, at + 1);
  const start = Math.max(0, end - window);
  const count = (counts[end] ?? 0) - (counts[start] ?? 0);
  return count > 0 ? ((sums[end] ?? 0) - (sums[start] ?? 0)) / count : Number.NaN;
}

// ---------------------------------------------------------------------------------------------------------------------

const FIRST_ROOM = 256;

class Growing implements Series {
  values = new Float32Array(FIRST_ROOM);
  sums = new Float64Array(FIRST_ROOM + 1);
  counts = new Uint32Array(FIRST_ROOM + 1);
  length = 0;

  /** Puts values at a place; steps before them that were never made are no numbers. */
  put(at: number, arrived: ArrayLike<number>): void {
    this.#reserve(at + arrived.length);
    for (let i = this.length; i < at; i++) this.#set(i, Number.NaN);
    for (let i = 0; i < arrived.length; i++) if (at + i >= 0) this.#set(at + i, arrived[i] ?? 0);
    this.length = Math.max(0, at + arrived.length);
  }

  #set(i: number, value: number): void {
    this.values[i] = value;
    const known = Number.isFinite(value);
    this.sums[i + 1] = (this.sums[i] ?? 0) + (known ? value : 0);
    this.counts[i + 1] = (this.counts[i] ?? 0) + (known ? 1 : 0);
  }

  #reserve(length: number): void {
    if (length <= this.values.length) return;
    const room = Math.max(length, 2 * this.values.length);
    const [values, sums, counts] = [new Float32Array(room), new Float64Array(room + 1), new Uint32Array(room + 1)];
    values.set(this.values);
    sums.set(this.sums);
    counts.set(this.counts);
    this.values = values;
    this.sums = sums;
    this.counts = counts;
  }
}
