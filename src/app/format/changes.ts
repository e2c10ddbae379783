/**
 * Changes against the other side in words. A change that the measurement cannot tell from none is never given a sign.
 * Accuracy is judged by the paired difference, since both sides answer the same samples; time by whether each median
 * lies outside the other's p10 to p90.
 */
import type { Interval, Speed } from '../../studio/api.ts';
import { t, tn } from '../messages/t.ts';
import { decimals } from './numbers.ts';

/** What is said where a difference cannot be told from none. */
export function noDifference(): string {
  return t('No difference measured');
}

/** "7.4 times smaller" */
export function sizeChange(bytes: number, other: number): string {
  if (bytes === other) return t('the same size');
  const ratio = bytes < other ? other / bytes : bytes / other;
  if (ratio < 1.1) {
    const share = decimals((ratio - 1) * 100, 1);
    return bytes < other ? t('{share} % smaller', { share }) : t('{share} % larger', { share });
  }
  const often = times(ratio);
  return bytes < other ? t('{ratio} times smaller', { ratio: often }) : t('{ratio} times larger', { ratio: often });
}

/** "0.9 points lower" */
export function accuracyChange(difference: Interval): string {
  if (difference.low <= 0 && difference.high >= 0) return noDifference();
  const points = Math.abs(difference.value) * 100;
  const value = decimals(points, points < 0.1 ? 2 : 1);
  const shown = Number(points.toFixed(1));
  if (difference.value < 0) return tn(shown, '{value} point lower', '{value} points lower', { value });
  return tn(shown, '{value} point higher', '{value} points higher', { value });
}

/** "1.3 times faster" */
export function timeChange(speed: Speed, other: Speed): string {
  const apart = speed.medianMs < other.p10 || speed.medianMs > other.p90;
  const apartThere = other.medianMs < speed.p10 || other.medianMs > speed.p90;
  if (!apart || !apartThere) return noDifference();
  const faster = speed.medianMs < other.medianMs;
  const ratio = faster ? other.medianMs / speed.medianMs : speed.medianMs / other.medianMs;
  return faster
    ? t('{ratio} times faster', { ratio: times(ratio) })
    : t('{ratio} times slower', { ratio: times(ratio) });
}

/** A change in the middle of a sentence: "no difference measured", in any language. */
export function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

// ---------------------------------------------------------------------------------------------------------------------

function times(ratio: number): string {
  return decimals(ratio, ratio < 10 ? 1 : 0);
}
