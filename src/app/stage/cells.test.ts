/** Which samples stand in the grid, and where. */
import { describe, expect, test } from 'vitest';
import { createImageShelf } from '../engine/imageShelf.ts';
import type { Answered } from './cells.ts';
import { cellsOf, cellWords, flipsOf, NOT_ANSWERED, samplesFor } from './cells.ts';

const SAMPLES = 1000;

function result(changes: Readonly<Record<number, number>> = {}): Answered {
  const top = new Int32Array(SAMPLES);
  for (const [sample, answer] of Object.entries(changes)) top[Number(sample)] = answer;
  return { measurement: { quality: { answers: { top, confidence: new Float32Array(SAMPLES).fill(0.9) } } } };
}

const shelf = createImageShelf();
shelf.put(0, [1], new Uint8Array(SAMPLES), new Int32Array(SAMPLES));
const ids = (results: { a: Answered; b: Answered }, filter: 'all' | 'flips' = 'all') =>
  cellsOf(results, shelf, SAMPLES, { filter, only: null }, 100).map(({ sample }) => sample);

describe('the grid', () => {
  test('shows the first samples where nothing flips', () => {
    expect(ids({ a: result(), b: result() })).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  test('moves flips from further on in and leaves the others where they are', () => {
    const shown = ids({ a: result(), b: result({ 5: 1, 700: 2, 900: 3 }) });
    expect(shown).toContain(700);
    expect(shown).toContain(900);
    expect(shown[5]).toBe(5);
    expect(shown.filter((sample, at) => sample !== at)).toHaveLength(2);
  });

  test('never becomes flips alone', () => {
    const all = Object.fromEntries(Array.from({ length: 800 }, (_, i) => [i + 150, 1]));
    expect(ids({ a: result(), b: result(all) }).filter((sample) => sample < 100)).toHaveLength(67);
  });

  test('shows flips alone when asked', () => {
    expect(ids({ a: result(), b: result({ 5: 1, 700: 2 }) }, 'flips')).toEqual([5, 700]);
  });

  test('shows samples of one answer, and those that B is least sure of first', () => {
    const [a, b] = [result({ 3: 4 }), result({ 3: 4, 8: 4 })];
    const seen = cellsOf({ a, b }, shelf, SAMPLES, { filter: 'all', only: { b: 4 } }, 100);
    expect(seen.map(({ sample }) => sample)).toEqual([3, 8]);
    b.measurement.quality.answers!.confidence[20] = 0.2;
    expect(samplesFor({ a, b }, shelf, SAMPLES, { filter: 'unsure', only: null })).toEqual([8, 20]);
  });

  test('knows what B broke and what it mended', () => {
    const cells = cellsOf(
      { a: result({ 1: 7 }), b: result({ 2: 7 }) },
      shelf,
      SAMPLES,
      { filter: 'flips', only: null },
      100,
    );
    expect(cells.map(({ sample, mended }) => [sample, mended])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(cellWords(cells[1]!, String)).toBe(
      'Sample 2, 0. A says 0, 90 % sure. B says 7, 90 % sure, wrong. They disagree.',
    );
  });
});

test('samples that a recording did not answer are no flips', () => {
  expect(flipsOf({ a: result(), b: result({ 3: NOT_ANSWERED }) })).toEqual([]);
});
