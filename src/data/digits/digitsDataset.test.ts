/** The digits are the same bit for bit for ever: a change of any pixel changes what the sample model was trained on. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readSamples } from '../dataset.ts';
import { digitsDataset } from './digitsDataset.ts';

const pixels = (count: number, split: 'train' | 'test', seed?: number): Uint8Array => {
  const dataset = digitsDataset({ split, count, ...(seed === undefined ? {} : { seed }) });
  return readSamples(dataset, 0, count).data as Uint8Array;
};
const fingerprint = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

test('the built-in digits are those that the sample model was trained with', () => {
  expect(fingerprint(pixels(500, 'train'))).toBe('3eb02c67cd8f1658');
  expect(fingerprint(pixels(500, 'test'))).toBe('99683dce8b89e428');
});

test('default sizes, type and classes', () => {
  const [train, held] = [digitsDataset({ split: 'train' }), digitsDataset({ split: 'test' })];
  expect([train.samples, held.samples]).toEqual([20_000, 2_000]);
  expect(train).toMatchObject({ id: 'sample:digits', input: { dtype: 'u8', shape: [1, 28, 28] } });
  expect(train.classes).toEqual([...'0123456789']);
});

test('every ten samples hold each digit once', () => {
  const { labels } = digitsDataset({ split: 'test', count: 25 });
  expect([...labels!.subarray(10, 20)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...labels!.subarray(0, 10)]).not.toEqual([...labels!.subarray(10, 20)]);
  expect(labels).toHaveLength(25);
});

test('a sample depends on its index alone: not on the count, nor on what was read before', () => {
  const few = digitsDataset({ split: 'train', count: 8 });
  const many = digitsDataset({ split: 'train', count: 1000 });
  const late = many.batch([7]).data;
  expect([...(few.batch([3, 7]).data as Uint8Array).subarray(784)]).toEqual([...(late as Uint8Array)]);
  expect(many.labels!.slice(0, 8)).toEqual(few.labels);
});

test('splits and seeds give different digits', () => {
  const prints = [pixels(10, 'train'), pixels(10, 'test'), pixels(10, 'train', 5)].map(fingerprint);
  expect(new Set(prints).size).toBe(3);
});

test('no two of the first samples are alike, and each has ink inside the frame', () => {
  const all = pixels(400, 'train');
  const samples = Array.from({ length: 400 }, (_, i) => all.subarray(i * 784, (i + 1) * 784));
  expect(new Set(samples.map(fingerprint)).size).toBe(400);
  for (const sample of samples) expect(sample.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(255 * 15);
});

test('a batch is a copy', () => {
  const dataset = digitsDataset({ split: 'test', count: 1 });
  const first = dataset.batch([0]).data as Uint8Array;
  const kept = first.slice();
  first.fill(0);
  expect(dataset.batch([0]).data).toEqual(kept);
});

test.each([0, -1, 1.5, 1_000_001, Number.NaN])('%s digits are refused', (count) => {
  expect(() => digitsDataset({ split: 'train', count })).toThrow(`${count} digits were asked for`);
});

test.each([-1, 3, 0.5])('digit %s of three is refused', (index) => {
  expect(() => digitsDataset({ split: 'train', count: 3 }).batch([index])).toThrow(`sample ${index} was asked for`);
});
