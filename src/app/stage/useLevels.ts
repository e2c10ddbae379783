/** Levels of the two sides: bytes on one linear scale whose rim is the larger of them. */
import { useApp } from '../store/context.tsx';

export interface Levels {
  /** Bytes at the rim; 0 before anything is known. */
  readonly full: number;
  readonly bytesA: number;
  readonly bytesB: number;
  /** Share of the rim. */
  readonly a: number;
  readonly b: number;
}

export function useLevels(): Levels {
  const bytesA = useApp((state) => state.results.a?.measurement.size.bytes ?? 0);
  const bytesB = useApp((state) => state.results.b?.measurement.size.bytes ?? 0);
  return levelsOf(bytesA, bytesB);
}

export function levelsOf(bytesA: number, bytesB: number): Levels {
  const full = Math.max(bytesA, bytesB);
  return { full, bytesA, bytesB, a: full > 0 ? bytesA / full : 0, b: full > 0 ? bytesB / full : 0 };
}
