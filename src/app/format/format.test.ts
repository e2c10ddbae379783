/** How figures are written: digits, units, signs and spans of time. */
import { describe, expect, test } from 'vitest';
import type { Speed } from '../../studio/api.ts';
import { accuracyChange, noDifference, sizeChange, timeChange } from './changes.ts';
import { bytesFigure, decimals, left, percentFigure, significant, since, text, timeFigure } from './numbers.ts';

const plain = (figure: { value: string; unit: string }) => text(figure).replace('\u00a0', ' ');

describe('numbers', () => {
  test.each([
    [0, '0 B'],
    [322, '322 B'],
    [58_300, '58.3 kB'],
    [431_000, '431 kB'],
    [1_234_567, '1.23 MB'],
    [2.1e9, '2.10 GB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(plain(bytesFigure(bytes))).toBe(words);
  });

  test.each([
    [0.9891, '98.9 %'],
    [1, '100 %'],
    [0.9996, '99.96 %'],
    [0.99999, '99.99 %'],
    [0.144, '14.4 %'],
  ])('the share %d is %s and is never rounded up to all', (share, words) => {
    expect(plain(percentFigure(share))).toBe(words);
  });

  test.each([
    [0.0625, '62.5 µs'],
    [0.41, '0.410 ms'],
    [12, '12 ms'],
    [1500, '1.50 s'],
  ])('%d ms are %s', (ms, words) => {
    expect(plain(timeFigure(ms))).toBe(words);
  });

  test('have a true minus sign, and none on zero', () => {
    expect(decimals(-0.15, 2)).toBe('−0.15');
    expect(decimals(-0.001, 2)).toBe('0.00');
    expect(significant(-12345.6)).toBe('−12,346');
  });

  test('say how long ago and how long still', () => {
    const now = Date.parse('2026-01-01T12:00:00Z');
    expect(since('2026-01-01T11:59:48Z', now)).toBe('12 s ago');
    expect(left(4.2)).toBe('5 s left');
    expect(left(200)).toBe('3 min left');
  });
});

describe('changes', () => {
  test('of size are ratios', () => {
    expect(sizeChange(58_300, 431_000)).toBe('7.4 times smaller');
    expect(sizeChange(431_000, 58_300)).toBe('7.4 times larger');
    expect(sizeChange(5, 5)).toBe('the same size');
  });

  test('of accuracy get a sign only where the paired interval is clear of zero', () => {
    expect(accuracyChange({ value: -0.009, low: -0.014, high: -0.004, n: 2000 })).toBe('0.9 points lower');
    expect(accuracyChange({ value: 0.01, low: 0.004, high: 0.014, n: 2000 })).toBe('1.0 point higher');
    expect(accuracyChange({ value: -0.002, low: -0.005, high: 0.001, n: 2000 })).toBe(noDifference());
  });

  test('of time are called so only where each median is outside of the other range', () => {
    const speed = (medianMs: number, p10: number, p90: number): Speed => ({
      medianMs,
      p10,
      p90,
      n: 200,
      batch: 1,
      threads: 1,
      clock: 'wall',
      coldMs: 10,
    });
    expect(timeChange(speed(0.33, 0.3, 0.4), speed(0.42, 0.38, 0.51))).toBe('1.3 times faster');
    expect(timeChange(speed(0.41, 0.36, 0.5), speed(0.42, 0.38, 0.51))).toBe(noDifference());
    expect(timeChange(speed(0.2, 0.1, 0.9), speed(0.4, 0.39, 0.41))).toBe(noDifference());
  });
});
