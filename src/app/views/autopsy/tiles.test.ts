import { expect, test } from 'vitest';
import { differenceOf, mostApart, rasterOf, reachOf } from './tiles.ts';

const count = (length: number) => Float32Array.from({ length }, (_, i) => i);

test('channels are tiles with a pixel between them, and every value has its place', () => {
  const { width, height, values } = rasterOf([4, 2, 3], 4, count(24));
  expect([width, height]).toEqual([11, 5]);
  expect([...values.slice(0, 4)]).toEqual([0, 1, 2, Number.NaN]);
  expect(values[4]).toBe(6);
  expect([...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)).toEqual([...count(24)]);
});

test('a vector is one field without gaps, tokens are lines', () => {
  const vector = rasterOf([10], 10, count(10));
  expect(vector.width * vector.height).toBeGreaterThanOrEqual(10);
  expect([...vector.values.slice(0, 3)]).toEqual([0, 1, 2]);
  expect(rasterOf([5, 7], 5, count(35))).toMatchObject({ width: 7, height: 5 });
});

test('what differs most is named by its place', () => {
  const [a, b] = [count(12), count(12)];
  b[7] = 20;
  b[0] = -1;
  const traced = { shape: [3, 2, 3], channels: [1, 4], a, b };
  expect(mostApart(traced, 2)).toEqual([
    { channel: 4, at: [0, 1], a: 7, b: 20 },
    { channel: 1, at: [0, 0], a: 0, b: -1 },
  ]);
  expect(reachOf(differenceOf(a, b))).toBe(13);
});
