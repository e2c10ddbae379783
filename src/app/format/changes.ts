/**
 * Changes against the other side in words. A change that the measurement cannot tell from none is never given a sign.
 * Accuracy is judged by the paired difference, since both sides answer the same samples; time by whether each median
 * lies outside the other's p10 to p90.
 */
import type { Interval, Speed } from '../../studio/api.ts';
import { decimals } from './numbers.ts';

export const NO_DIFFERENCE = 'No difference measured';

/** "7.4 times smaller" */
export function sizeChange(bytes: number, other: number): string {
  if (bytes === other) return 'the same size';
  const ratio = bytes < other ? other / bytes : bytes / other;
  const word = bytes < other ? 'smaller' : 'larger';
  return ratio < 1.1 ? `${decimals((ratio - 1) * 100, 1)} % ${word}` : `${times(ratio)} times ${word}`;
}

/** "0.9 points lower" */
export function accuracyChange(difference: Interval): string {
  if (difference.low <= 0 && difference.high >= 0) return NO_DIFFERENCE;
  const points = Math.abs(difference.value) * 100;
  const value = decimals(points, points < 0.1 ? 2 : 1);
  return `${value} ${value === '1.0' ? 'point' : 'points'} ${difference.value < 0 ? 'lower' : 'higher'}`;
}

/** "1.3 times faster" */
export function timeChange(speed: Speed, other: Speed): string {
  const apart = speed.medianMs < other.p10 || speed.medianMs > other.p90;
  const apartThere = other.medianMs < speed.p10 || other.medianMs > speed.p90;
  if (!apart || !apartThere) return NO_DIFFERENCE;
  const faster = speed.medianMs < other.medianMs;
  const ratio = faster ? other.medianMs / speed.medianMs : speed.medianMs / other.medianMs;
  return `${times(ratio)} times ${faster ? 'faster' : 'slower'}`;
}

// ---------------------------------------------------------------------------------------------------------------------

function times(ratio: number): string {
  return decimals(ratio, ratio < 10 ? 1 : 0);
}
