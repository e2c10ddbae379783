/** A value with its range on an axis that both sides share; the other side's value is a dashed tick. Decoration: the
 * words beside it say the same. */
import type { CSSProperties } from 'react';
import type { SideName } from '../store/types.ts';

export interface Range {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

interface WhiskerProps {
  readonly side: SideName;
  readonly range: Range;
  readonly other: number | null;
  readonly axis: readonly [low: number, high: number];
  /** A quick estimate: hollow dot, dashed range. */
  readonly quick: boolean;
}

export function Whisker({ side, range, other, axis, quick }: WhiskerProps) {
  const at = (value: number): string => `${((value - axis[0]) / (axis[1] - axis[0])) * 100}%`;
  const width = `${((range.high - range.low) / (axis[1] - axis[0])) * 100}%`;
  return (
    <span className={`whisker tone-${side}${quick ? ' quick' : ''}`} aria-hidden="true">
      <i className="axis" />
      {other !== null && <i className="other" style={{ left: at(other) }} />}
      <i className="range" style={{ left: at(range.low), width } as CSSProperties} />
      <i className="dot" style={{ left: at(range.value) }} />
    </span>
  );
}

/** An axis that holds all ranges with some air, never beyond `most`, nor below zero where nothing is. */
export function sharedAxis(ranges: readonly (Range | null)[], most = Number.POSITIVE_INFINITY): [number, number] {
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) return [0, 1];
  const [low, high] = [Math.min(...known.map((r) => r.low)), Math.max(...known.map((r) => r.high))];
  const air = (high - low) * 0.6 || Math.abs(high) * 0.05 || 1;
  return [low < 0 ? low - air : Math.max(0, low - air), Math.min(most, high + air)];
}
