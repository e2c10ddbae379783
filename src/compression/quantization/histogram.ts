/**
 * A histogram that grows while it is filled: bins of equal width over [-reach, reach], where reach is a power of two.
 * When a value lies beyond, neighbouring bins are merged and the reach doubles, so one pass over the data is enough.
 */

/** Bins in all: an int8 step over the full reach spans 64 of them, so what is read off a histogram errs by under 2 % of a step. */
export const binCount = 16384;

/** Values are finite f32; at most a bin's width, 2 reach / bins, is lost of where each lies. */
export class Histogram {
  reach = 0;
  readonly bins = new Float64Array(binCount);
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** Finite values seen. */
  count = 0;

  /** Adds values; NaN and infinities are left out. Returns [min, max] of these values alone. */
  add(values: ArrayLike<number>): [number, number] {
    const [low, high] = finiteRange(values);
    if (low > high) return [low, high];
    this.min = Math.min(this.min, low);
    this.max = Math.max(this.max, high);
    this.#growTo(Math.max(-low, high));
    const perValue = binCount / 2 / this.reach;
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) continue;
      const bin = Math.floor(values[i] * perValue) + binCount / 2;
      this.bins[Math.min(binCount - 1, Math.max(0, bin))]++;
      this.count++;
    }
    return [low, high];
  }

  /** Width of a bin. */
  get width(): number {
    return (2 * this.reach) / binCount;
  }

  /** The value in the middle of a bin. */
  centre(bin: number): number {
    return (bin + 0.5 - binCount / 2) * this.width;
  }

  /** Counts by magnitude: (binCount / 2) bins over [0, reach]. */
  magnitudes(): Float64Array {
    const half = binCount / 2;
    return Float64Array.from({ length: half }, (_, i) => this.bins[half + i] + this.bins[half - 1 - i]);
  }

  /** The value below which a share (0 to 1) of the values lies, to the width of a bin. */
  quantile(share: number): number {
    let left = share * this.count;
    for (let bin = 0; bin < binCount; bin++) {
      left -= this.bins[bin];
      if (left <= 0 && this.bins[bin] > 0) return Math.min(this.max, Math.max(this.min, this.centre(bin)));
    }
    return this.max;
  }

  #growTo(largest: number): void {
    if (this.reach === 0) this.reach = 2 ** Math.ceil(Math.log2(Math.max(largest, 2 ** -60)));
    while (this.reach < largest) this.#double();
  }

  #double(): void {
    const old = this.bins.slice();
    this.bins.fill(0);
    for (let bin = 0; bin < binCount; bin++) this.bins[binCount / 4 + (bin >> 1)] += old[bin];
    this.reach *= 2;
  }
}

// ---------------------------------------------------------------------------------------------

function finiteRange(values: ArrayLike<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}
