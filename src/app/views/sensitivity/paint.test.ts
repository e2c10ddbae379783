/** The game of painting bits: budget, strokes, score and link. */
import { expect, test } from 'vitest';
import type { SensitivityMap } from '../../../studio/api.ts';
import { blank, budgetOf, costOf, gameIn, scoreOf, stroke, withGame } from './paint.ts';

const map = {
  fixedBytes: 100,
  bytes: { least: 700, most: 10_000 },
  uniform: [
    { bits: 3, bytes: 1000, loss: 1 },
    { bits: 5, bytes: 2000, loss: 0.1 },
  ],
  layers: [
    { node: 'conv', bytes: { 2: 200, 4: 400, 8: 800, 32: 3200 } },
    { node: 'fc', bytes: { 2: 400, 4: 800, 8: 1600, 32: 6400 } },
  ],
} as unknown as SensitivityMap;

test('a seed decides the budget, the same for everyone', () => {
  const budgets = [1, 2, 3, 4, 5].map((seed) => budgetOf(map, seed));
  expect(budgetOf(map, 3)).toBe(budgets[2]);
  expect(new Set(budgets).size).toBeGreaterThan(2);
  for (const budget of budgets) expect(budget >= 1000 && budget <= 2000).toBe(true);
});

test('a stroke reaches as far as the budget, and never beyond', () => {
  const start = blank(map);
  expect(costOf(map, start)).toBe(700);
  const painted = stroke(map, start, { node: 'conv', bits: 32, budget: 1300 });
  expect(painted).toEqual({ conv: 8, fc: 2 });
  expect(stroke(map, painted, { node: 'fc', bits: 8, budget: 1300 })).toBe(painted);
  expect(stroke(map, painted, { node: 'conv', bits: 4, budget: 1300 })).toEqual({ conv: 4, fc: 2 });
});

test('a score says how near the solver it came', () => {
  expect([scoreOf(0.04, 0.01), scoreOf(0.01, 0.01), scoreOf(0.001, 0.01), scoreOf(9, 0.01)]).toEqual([75, 100, 120, 0]);
});

test('a game travels in the link, beside what is there', () => {
  const hash = withGame('#v=1&bx=fc:8', { seed: 17, toBeat: 84 });
  expect(hash).toBe('#v=1&bx=fc:8&paint=17.84');
  expect(gameIn(hash)).toEqual({ seed: 17, toBeat: 84 });
  expect(gameIn('#paint=17')).toEqual({ seed: 17, toBeat: null });
  expect(gameIn('#paint=x')).toBeNull();
});
