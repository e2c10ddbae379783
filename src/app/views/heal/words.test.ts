/** What healing found, in sentences and as a waterfall. */
import { describe, expect, test } from 'vitest';
import type { HealedLayer, HealResult } from '../../../studio/api.ts';
import { fallsOf } from './falls.ts';
import { healSentence, mendersOf } from './words.ts';

const answer = (top: number, original: number) => ({ top, confidence: 0.9, original });

const layer = (node: string, bytes: number, original: number, healed: readonly number[]): HealedLayer => ({
  node,
  parameter: `${node}.weight`,
  bytes,
  answers: [answer(healed.length > 0 ? 4 : 9, original)],
  healed,
});

const result = (compressed: number, layers: readonly HealedLayer[]): HealResult => ({
  samples: [{ sample: 7, original: answer(4, 0.8), compressed: answer(compressed, 0.2) }],
  layers,
  provenance: { kind: 'live', executor: 'reference', device: 'CPU', browser: 'none', when: '', seconds: 1 },
});

const words = (one: HealResult) => healSentence(one, String).replaceAll('\u00a0', ' ');

describe('healing in words', () => {
  test('names the cheapest layer that mends the sample, and the others', () => {
    const healed = result(9, [
      layer('fc1', 105_000, 0.7, [7]),
      layer('conv1', 500, 0.6, [7]),
      layer('fc2', 9, 0.1, []),
    ]);
    expect(mendersOf(healed).map(({ node }) => node)).toEqual(['conv1', 'fc1']);
    expect(words(healed)).toBe('conv1 mends it: restored to floats, 500 B more, the answer is 4 again. So does fc1.');
  });

  test('says which layer moves most where none mends it alone', () => {
    expect(words(result(9, [layer('fc1', 1, 0.4, []), layer('fc2', 1, 0.3, [])]))).toBe(
      'No single layer mends it. fc1 moves most: 4 goes from 20.0 % to 40.0 %.',
    );
  });

  test('says so where there is nothing to mend', () => {
    expect(words(result(4, []))).toBe('Nothing to mend: B says 4 as the original does.');
  });
});

test('errors add up to a waterfall, in graph order', () => {
  const drift = (node: string, sqnr: number) => ({ node, operator: 'Conv', cosine: 1, sqnr, maxError: 0 });
  const falls = fallsOf([drift('conv', Number.POSITIVE_INFINITY), drift('fc', 20), drift('out', 40)]);
  expect(falls.map(({ node, before, after }) => [node, before, after])).toEqual([
    ['conv', 0, 0],
    ['fc', 0, expect.closeTo(0.1)],
    ['out', expect.closeTo(0.1), expect.closeTo(0.01)],
  ]);
});
