/** Confusions counted by hand. */
import { expect, test } from 'vitest';
import { confusionCsv, confusionsOf, rowTotals, samplesOf, worstPair } from './matrices.ts';

const confidence = new Float32Array(4);
const a = { top: Int32Array.of(0, 1, 2, 2), confidence, labels: Int32Array.of(0, 1, 2, 2) };
const b = { top: Int32Array.of(0, 2, 2, 1), confidence };

test('both sides are counted on the same samples, and subtracted', () => {
  const found = confusionsOf(a, b, 3);
  expect(found).toMatchObject({ labelled: true, samples: 4 });
  expect(found?.a).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 2],
  ]);
  expect(found?.change).toEqual([
    [0, 0, 0],
    [0, -1, 1],
    [0, 1, -1],
  ]);
  expect(rowTotals(found?.b ?? [])[2]).toEqual({ all: 2, right: 1 });
  expect(worstPair(found?.b ?? [])).toEqual({ truth: 1, answer: 2, count: 1 });
  expect(worstPair(found?.a ?? [])).toBeNull();
});

test('without classes, rows are answers of A; samples that nobody answered are left out', () => {
  const found = confusionsOf({ top: Int32Array.of(0, -1), confidence }, { top: Int32Array.of(1, 1), confidence }, 2);
  expect(found).toMatchObject({
    labelled: false,
    samples: 1,
    b: [
      [0, 1],
      [0, 0],
    ],
  });
  expect(confusionsOf(a, undefined, 3)).toBeNull();
});

test('a cell knows its samples', () => {
  expect(samplesOf('b', { truth: 4, answer: 9 }, true)).toEqual({ only: { truth: 4, b: 9 }, filter: 'all' });
  expect(samplesOf('change', { truth: 4, answer: 9 }, true)).toEqual({ only: { truth: 4, b: 9 }, filter: 'flips' });
  expect(samplesOf('a', { truth: 4, answer: 9 }, false)).toEqual({ only: { a: 9 }, filter: 'all' });
});

test('the table is one line a cell', () => {
  const found = confusionsOf(a, b, 3);
  const lines = found ? confusionCsv(found, (i) => `no, ${i}`).split('\r\n') : [];
  expect(lines).toHaveLength(10);
  expect(lines[6]).toBe('"no, 1","no, 2",0,1,1');
});
