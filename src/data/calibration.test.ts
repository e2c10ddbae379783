/** Calibration samples are different ones, seeded, and spread over the classes. */

import { expect, test } from 'vitest';
import { calibrationSamples } from './calibration.ts';
import { datasetFrom } from './dataset.ts';

const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 97 ? 1 : 2));
const parts = { name: 'skewed', input: { dtype: 'f32', shape: [1] }, values: new Float32Array(100) } as const;
const labelled = datasetFrom({ ...parts, labels });
const bare = datasetFrom(parts);

test('every prefix is spread over the classes until one runs out', () => {
  const chosen = calibrationSamples(labelled, 12, 1);
  const counts = [0, 1, 2].map((label) => [...chosen].filter((index) => labels[index] === label).length);
  expect(counts.reduce((a, b) => a + b)).toBe(12);
  expect(counts[2]).toBe(3);
  expect(Math.abs(counts[0] - counts[1])).toBeLessThanOrEqual(1);
  expect([...calibrationSamples(labelled, 6, 1)]).toEqual([...chosen.subarray(0, 6)]);
});

test.each([labelled, bare])('samples are different ones, at most all of them, decided by the seed', (dataset) => {
  expect(new Set(calibrationSamples(dataset, 60, 7)).size).toBe(60);
  expect([...calibrationSamples(dataset, 500, 7)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
  expect(calibrationSamples(dataset, 20, 7)).toEqual(calibrationSamples(dataset, 20, 7));
  expect(calibrationSamples(dataset, 20, 7)).not.toEqual(calibrationSamples(dataset, 20, 8));
});
