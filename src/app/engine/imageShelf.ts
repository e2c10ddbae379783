/** Samples that have arrived, by their number: pixels and label. Kept outside of the store, which counts arrivals. */
import type { InkImage } from '../stage/ink.ts';

export interface ImageShelf {
  get(sample: number): InkImage | undefined;
  /** The sample's class, undefined where it is not known. */
  labelOf(sample: number): number | undefined;
  /** Puts samples `start` and following on the shelf. */
  put(start: number, shape: readonly number[], pixels: Uint8Array, labels: ArrayLike<number> | null): void;
  clear(): void;
}

export function createImageShelf(): ImageShelf {
  const images = new Map<number, InkImage>();
  const labels = new Map<number, number>();
  return {
    get: (sample) => images.get(sample),
    labelOf: (sample) => labels.get(sample),
    put: (start, shape, pixels, given) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const count = Math.floor(pixels.length / size);
      for (let i = 0; i < count; i++) {
        images.set(start + i, { shape, pixels: pixels.subarray(i * size, (i + 1) * size) });
        const label = given?.[i];
        if (label !== undefined) labels.set(start + i, label);
      }
    },
    clear: () => {
      images.clear();
      labels.clear();
    },
  };
}
