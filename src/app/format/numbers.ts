/**
 * Numbers as the page writes them: three significant digits, decimal units, a true minus sign, the locale's own
 * separators. Never a sign or a digit that was not measured.
 */

/** Writes numbers and dates as this locale does (BCP 47) from now on. */
import { t } from '../messages/t.ts';
export function takeLocale(tag: string): void {
  locale = tag;
  formats.clear();
}

/** A value and its unit apart, since figures set them in different sizes. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** 431 kB, 58.3 kB, 1.2 MB; decimal units as file managers of today show them. */
export function bytesFigure(bytes: number): Figure {
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return { value: significant(bytes / 1000 ** step), unit: units[step] ?? 'GB' };
}

/** A share in [0, 1] as percent with one decimal; never rounded up to 100. */
export function percentFigure(share: number): Figure {
  const percent = share * 100;
  const shown = percent < 100 && percent > 99.9 ? Math.floor(percent * 100) / 100 : percent;
  return {
    value: decimals(shown, shown >= 100 ? 0 : shown === Math.round(shown * 10) / 10 ? 1 : shown > 99.9 ? 2 : 1),
    unit: '%',
  };
}

/** Milliseconds; microseconds below 0.1 ms. */
export function timeFigure(ms: number): Figure {
  if (ms >= 1000) return { value: significant(ms / 1000), unit: 's' };
  return ms < 0.1 ? { value: significant(ms * 1000), unit: 'µs' } : { value: significant(ms), unit: 'ms' };
}

/** Value and unit as one word, with a space that does not break. */
export function text({ value, unit }: Figure): string {
  return `${value}\u00a0${unit}`;
}

/** 2,000 */
export function count(n: number): string {
  return formatOf(0, 3).format(n);
}

/** Three significant digits, whole numbers whole. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const whole = Number.isInteger(value) && Math.abs(value) < 1e4;
  return decimals(value, whole ? 0 : Math.min(digits, 8));
}

/** A fixed number of decimals with a true minus sign. */
export function decimals(value: number, places: number): string {
  const rounded = Number(value.toFixed(places));
  const shown = Object.is(rounded, -0) ? 0 : rounded;
  return formatOf(places, places).format(shown).replace('-', '−');
}

/** "just now", "12 s ago", "12 Nov" */
export function since(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 2) return t('just now');
  if (seconds < 60) return t('{seconds} s ago', { seconds: Math.round(seconds) });
  if (seconds < 3600) return t('{minutes} min ago', { minutes: Math.round(seconds / 60) });
  return day(iso);
}

/** "12 Nov" */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}

/** "12 Nov 2025, 14:03" */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** "5 s left", "2 min left" */
export function left(seconds: number): string {
  if (seconds < 1) return t('nearly done');
  if (seconds < 90) return t('{seconds} s left', { seconds: Math.ceil(seconds) });
  return t('{minutes} min left', { minutes: Math.round(seconds / 60) });
}

// ---------------------------------------------------------------------------------------------------------------------

let locale = 'en-GB';

/** Formats are slow to make and quick to use; a curve that grows needs hundreds a second. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits });
  formats.set(key, known);
  return known;
}
