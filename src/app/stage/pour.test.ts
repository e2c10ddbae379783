/** The line between both sides as a drawing: its paths, without a page. */
import { describe, expect, test } from 'vitest';
import { graduations, liquidPaths, pourPath, threadPath } from './pour.ts';

const stops = [
  { x: 100, y: 10 },
  { x: 200, y: 90 },
];

describe('the pour', () => {
  test('runs along both levels and down the wall between them', () => {
    const path = pourPath(stops, 20);
    expect(path).toContain('H80Q100 10 100 30V70Q100 90 120 90');
    expect(path.endsWith('200 85')).toBe(true);
  });

  test('goes up where the second level is higher', () => {
    expect(pourPath([stops[1]!, { x: 300, y: 10 }], 20)).toContain('Q200 90 200 70');
  });

  test('has no corner where the levels are the same', () => {
    expect(pourPath([stops[0]!, { x: 200, y: 10 }], 20)).toContain('H100Q100 10 100 10V10');
  });

  test('has liquid below it that ends where the line turns', () => {
    const [a, b] = liquidPaths(stops, 120, 20);
    expect(a).toBe('M0 10H80Q100 10 100 30V120H0Z');
    expect(b).toBe('M100 70Q100 90 120 90H200V120H100Z');
  });

  test('shows no thread where there is no fall to run down', () => {
    expect(threadPath([stops[0]!, { x: 200, y: 12 }], 20)).toBe('');
    expect(threadPath(stops, 20)).not.toBe('');
  });
});

describe('graduations', () => {
  test.each([315_000, 431, 7, 1.2e9])('of %d are round and about as many as wanted', (full) => {
    const marks = graduations(full, 22);
    expect(marks.length).toBeGreaterThan(8);
    expect(marks.length).toBeLessThan(25);
    expect(marks[0]).toEqual({ value: 0, major: true });
    expect(marks.at(-1)!.value).toBeLessThanOrEqual(full);
  });

  test('of nothing are none', () => {
    expect(graduations(0, 22)).toEqual([]);
  });
});
