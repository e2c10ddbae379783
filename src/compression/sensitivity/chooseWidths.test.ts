/** The solver against every combination on small cases, against greedy on one that fools it, and on a large network. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Choice } from './chooseWidths.ts';
import { chooseWidths } from './chooseWidths.ts';

/** Sums of the same few losses in another order. */
const sumTolerance = 1e-12;

/** The least loss within the budget, by trying everything. */
function bruteForce(layers: readonly (readonly Choice[])[], budget: number): number {
  const [first, ...rest] = layers;
  if (!first) return budget >= 0 ? 0 : Number.POSITIVE_INFINITY;
  return Math.min(...first.map(({ bytes, loss }) => loss + bruteForce(rest, budget - bytes)));
}

/** Layers as networks have them: bytes grow with the width, loss falls by about four a bit, now and then it rises. */
function randomLayers(seed: number, count: number, widths: number): Choice[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const size = 1 + random.integer(200);
    const weight = Math.exp(3 * random.normal());
    return Array.from({ length: widths }, (_, i) => ({
      bytes: size * (2 + i) + random.integer(8),
      loss: weight * 4 ** -i * Math.exp(0.7 * random.normal()),
    }));
  });
}

describe.each([1, 2, 3, 4, 5])('five layers of seven widths, seed %i', (seed) => {
  const layers = randomLayers(seed, 5, 7);
  const total = (pick: (choices: Choice[]) => Choice) => layers.reduce((sum, own) => sum + pick(own).bytes, 0);
  const least = total((own) => own.reduce((a, b) => (b.bytes < a.bytes ? b : a)));
  const most = total((own) => own[own.length - 1]);

  test.each([0, 0.07, 0.2, 0.41, 0.5, 0.77, 0.93, 1, 2])('at %f of the span', (share) => {
    const budget = Math.round(least + share * (most - least));
    const { choices, bytes, loss, exact, bound } = chooseWidths(layers, budget);
    expect(exact).toBe(true);
    expect(bound).toBe(loss);
    expect(bytes).toBeLessThanOrEqual(budget);
    expect(choices.reduce((sum, pick, i) => sum + layers[i][pick].bytes, 0)).toBe(bytes);
    const best = bruteForce(layers, budget);
    expect(Math.abs(loss - best)).toBeLessThanOrEqual(sumTolerance * best);
  });
});

test('the steps that save most a byte are not always the best: greedy would end at 12.5', () => {
  const layers = [
    [
      { bytes: 1, loss: 10 },
      { bytes: 11, loss: 0 },
    ],
    [
      { bytes: 1, loss: 6 },
      { bytes: 6, loss: 0.5 },
    ],
    [
      { bytes: 1, loss: 6 },
      { bytes: 6, loss: 2 },
    ],
  ];
  expect(chooseWidths(layers, 13)).toMatchObject({ choices: [1, 0, 0], bytes: 13, loss: 12 });
  expect(chooseWidths(layers, 12)).toMatchObject({ choices: [0, 1, 0], loss: 16.5 });
});

test('equal losses: the fewer bytes', () => {
  const layers = [
    [
      { bytes: 4, loss: 1 },
      { bytes: 8, loss: 1 },
    ],
  ];
  expect(chooseWidths(layers, 100)).toMatchObject({ choices: [0], bytes: 4 });
});

test('a budget that cannot be met says what can', () => {
  const layers = [[{ bytes: 40, loss: 0 }], [{ bytes: 2, loss: 0 }]];
  expect(() => chooseWidths(layers, 41)).toThrow('A budget of 41 bytes is less than the 42 bytes');
});

test('no layers at all', () => {
  expect(chooseWidths([], 0)).toEqual({ choices: [], bytes: 0, loss: 0, exact: true, bound: 0 });
});

test('three hundred layers stay exact', () => {
  const layers = randomLayers(9, 300, 8);
  const most = layers.reduce((sum, own) => sum + own[7].bytes, 0);
  for (const share of [0.35, 0.5, 0.7]) {
    const { exact, bytes } = chooseWidths(layers, Math.round(share * most));
    expect(exact).toBe(true);
    expect(bytes).toBeLessThanOrEqual(share * most + 1);
  }
});
