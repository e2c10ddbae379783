/** Batches copy raw values in the order asked for; views share them; what does not fit together is named. */

import { expect, test } from 'vitest';
import { datasetFrom, labelsAt, limit, readSamples, shuffled, split, subset, withSampleShape } from './dataset.ts';

const dataset = datasetFrom({
  name: 'six',
  input: { dtype: 'u8', shape: [1, 1, 2] },
  values: Uint8Array.from([0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50]),
  labels: Int32Array.from([0, 1, 0, 1, 0, 2]),
});

test('a batch has the asked order, may repeat a sample, and is a copy', () => {
  const batch = dataset.batch([5, 0, 5]);
  expect(batch).toMatchObject({ dtype: 'u8', shape: [3, 1, 1, 2] });
  expect([...(batch.data as Uint8Array)]).toEqual([5, 50, 0, 0, 5, 50]);
  batch.data.fill(9 as never);
  expect([...(dataset.batch([5]).data as Uint8Array)]).toEqual([5, 50]);
});

test('classes are numbered when the labels came without names', () => {
  expect(dataset.classes).toEqual(['0', '1', '2']);
});

test('a view of a view reads the right samples and labels', () => {
  const view = subset(subset(dataset, [4, 3, 2]), [2, 0]);
  expect(view.samples).toBe(2);
  expect([...(readSamples(view, 0, 2).data as Uint8Array)]).toEqual([2, 20, 4, 40]);
  expect([...(view.labels ?? [])]).toEqual([0, 0]);
  expect([...labelsAt(dataset, [5, 1])]).toEqual([2, 1]);
});

test('limit keeps the first, and all when there are fewer', () => {
  expect(limit(dataset, 2).samples).toBe(2);
  expect(limit(dataset, 7)).toBe(dataset);
});

test('shuffling and splitting depend on the seed alone and lose nothing', () => {
  const first = (seed: number) => [...(readSamples(shuffled(dataset, seed), 0, 6).data as Uint8Array)];
  expect(first(3)).toEqual(first(3));
  expect(first(3)).not.toEqual(first(4));
  const [train, held] = split(dataset, 2 / 3, 1);
  expect([train.samples, held.samples]).toEqual([4, 2]);
  const all = [train, held].flatMap((part) => [...(readSamples(part, 0, part.samples).data as Uint8Array)]);
  expect(all.sort((a, b) => a - b)).toEqual([0, 0, 1, 2, 3, 4, 5, 10, 20, 30, 40, 50]);
});

test.each([
  [{ values: new Uint8Array(5) }, 'six holds 5 values, no whole number of 1×1×2'],
  [{ values: new Uint8Array(0), labels: undefined }, 'six holds no samples'],
  [{ values: new Uint8Array(8) }, 'six has 4 samples but 6 labels'],
  [{ classes: ['a', 'b'] }, 'six: the label of sample 5 is 2, outside [0, 2)'],
  [{ labels: Int32Array.of(0, -1, 0, 0, 0, 0) }, 'six: the label of sample 1 is -1'],
])('parts that do not fit are refused: %#', (change, message) => {
  const values = new Uint8Array(12);
  const labels = Int32Array.from([0, 1, 0, 1, 0, 2]);
  const input = { dtype: 'u8', shape: [1, 1, 2] } as const;
  expect(() => datasetFrom({ name: 'six', input, values, labels, ...change })).toThrow(message);
});

test.each([-1, 6, 1.5, Number.NaN])('sample %s is out of range', (index) => {
  expect(() => dataset.batch([index])).toThrow(`six: sample ${index} was asked for; it has 6, counted from 0.`);
});

test('labels of unlabelled data cannot be asked for', () => {
  const bare = datasetFrom({ name: 'bare', input: { dtype: 'f32', shape: [1] }, values: new Float32Array(3) });
  expect(() => labelsAt(bare, [0])).toThrow('bare has no labels');
  expect(subset(bare, [1]).labels).toBeUndefined();
});

test('a sample may be taken under another shape of the same size', () => {
  const flat = withSampleShape(dataset, [2]);
  expect(flat.batch([1, 0])).toMatchObject({ shape: [2, 2], data: Uint8Array.of(1, 10, 0, 0) });
  expect(() => withSampleShape(dataset, [3])).toThrow('six: samples of 1×1×2 values cannot be taken as 3');
});
