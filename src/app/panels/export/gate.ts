/** Whether a side is within what a person can accept, before anything is saved. Pure, but for where the bounds are kept. */
import type { SideResult } from '../../store/types.ts';

export interface Bounds {
  /** Points of accuracy, or of same answers, that may be lost. */
  readonly points: number;
  /** Kilobytes that the parameters may take; null where size does not matter. */
  readonly kilobytes: number | null;
}

/** `open`: what was measured cannot tell; more samples would. */
export type Verdict = 'fits' | 'fails' | 'open' | 'unknown';

export interface Gated {
  readonly quality: Verdict;
  readonly size: Verdict;
  /** Loss in points with its interval; null where nothing was compared. */
  readonly loss: { readonly value: number; readonly low: number; readonly high: number } | null;
}

const USUAL: Bounds = { points: 1, kilobytes: null };

/** Quality is judged by the whole interval of the paired difference, not by its middle. */
export function gate({ measurement }: Pick<SideResult, 'measurement'>, { points, kilobytes }: Bounds): Gated {
  const { quality, size } = measurement;
  const difference = quality.flips?.difference;
  const { agreement } = quality;
  const loss = difference
    ? { value: -difference.value * 100, low: -difference.high * 100, high: -difference.low * 100 }
    : agreement
      ? { value: (1 - agreement.value) * 100, low: (1 - agreement.high) * 100, high: (1 - agreement.low) * 100 }
      : null;
  return {
    quality: loss === null ? 'unknown' : loss.high <= points ? 'fits' : loss.low > points ? 'fails' : 'open',
    size: kilobytes === null ? 'unknown' : size.bytes <= kilobytes * 1000 ? 'fits' : 'fails',
    loss,
  };
}

export function readBounds(): Bounds {
  try {
    const { points, kilobytes }: Record<string, unknown> = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return {
      points: typeof points === 'number' ? points : USUAL.points,
      kilobytes: typeof kilobytes === 'number' ? kilobytes : USUAL.kilobytes,
    };
  } catch {
    return USUAL;
  }
}

export function keepBounds(bounds: Bounds): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(bounds));
  } catch {
    // A browser that keeps nothing begins with the usual bounds again.
  }
}

const KEY = 'decant-bounds';
