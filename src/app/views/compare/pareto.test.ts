/** The plot of quality against bytes: frontier, axes, labels and marks, without a page. */
import { describe, expect, test } from 'vitest';
import { ROUNDED } from '../../recipe/recipe.ts';
import { shortTitleOf } from '../../recipe/words.ts';
import type { PlotPoint } from './pareto.ts';
import { frontierOf, markRadius, placeLabels, qualityDomain, staircase } from './pareto.ts';
import { TWELVE } from './twelve.ts';
import { rowOf } from './useSweep.ts';

const point = (index: number, bytes: number, quality: number): PlotPoint => ({
  index,
  label: `run ${index}`,
  bytes,
  quality,
  low: quality,
  high: quality,
  ms: null,
  pareto: false,
});

describe('the plot', () => {
  test('has those on the line that no smaller one equals', () => {
    const points = [
      point(0, 400, 0.98),
      point(1, 100, 0.98),
      point(2, 60, 0.97),
      point(3, 70, 0.96),
      point(4, 60, 0.9),
    ];
    expect(frontierOf(points).map(({ index }) => index)).toEqual([2, 1]);
  });

  test('draws the line as steps that go up to the right wall', () => {
    const line = staircase(
      [
        { x: 10, y: 80 },
        { x: 50, y: 40 },
      ],
      100,
      90,
      5,
    );
    expect(line).toMatch(/^M10 100V85Q10 80 15 80H45Q50 80 50 75V45Q50 40 55 40H90$/);
    expect(staircase([], 100, 90, 5)).toBe('');
  });

  test('does not let one broken run flatten all others', () => {
    const [low] = qualityDomain([point(0, 1, 0.98), point(1, 1, 0.2)]);
    expect(low).toBeGreaterThan(0.8);
  });

  test('leaves out labels that would touch', () => {
    const crowd = Array.from({ length: 9 }, (_, index) => ({ index, label: 'int4 g32 asym', x: 100 + index, y: 100 }));
    const labels = placeLabels(crowd, crowd, [0, 400]);
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length).toBeLessThan(5);
  });

  test('gives slower runs larger marks', () => {
    expect(markRadius(4, 4)).toBeGreaterThan(markRadius(1, 4));
    expect(markRadius(null, 4)).toBe(5);
  });
});

describe('the twelve recipes', () => {
  test('have names of their own and are found again from a recipe', () => {
    expect(TWELVE).toHaveLength(12);
    expect(new Set(TWELVE.map(shortTitleOf)).size).toBe(12);
    expect(rowOf(ROUNDED)).toBe(7);
    expect(rowOf({ ...ROUNDED, exceptions: { fc: 8 } })).toBeUndefined();
  });
});
