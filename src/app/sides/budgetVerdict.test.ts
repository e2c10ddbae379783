/** When a network has room on an adapter or in a budget, and which limit says no. */
import { expect, test } from 'vitest';
import { verdictOf, verdictWords } from './budgetVerdict.ts';

const limits = { maxBufferSize: 268_435_456, maxStorageBufferBindingSize: 134_217_728 };
const say = (bytes: number, largest: number, budget: number | null) =>
  verdictWords(verdictOf({ bytes, largest, budget, limits })).replace(/\u00a0/g, ' ');

test('a budget decides where the adapter has room', () => {
  expect(say(45_000, 42_000, 64_000)).toBe('fits 64 kB budget');
  expect(say(60_000, 42_000, 64_000)).toBe('tight for 64 kB budget');
  expect(say(65_000, 42_000, 64_000)).toBe('too large for 64 kB budget');
});

test('a layer beyond a limit of the adapter is cut into pieces: tight, and by which limit', () => {
  expect(say(45_000, 42_000, null)).toBe('fits this adapter');
  expect(say(400_000_000, 130_000_000, 500_000_000)).toBe('tight for largest binding, 134 MB');
  expect(say(400_000_000, 140_000_000, 500_000_000)).toBe('tight for largest binding, 134 MB');
});

test('memory is the one limit of a machine that is hard: it decides before anything is opened', () => {
  const memory = { bytes: 8 * 2 ** 30, name: 'memory of this machine' };
  const verdict = (bytes: number) => verdictOf({ bytes, largest: bytes / 2, budget: null, limits: {}, memory });
  const words = (bytes: number) => verdictWords(verdict(bytes)).replace(/\u00a0/g, ' ');
  expect(words(4e9)).toBe('fits this machine');
  expect(words(8e9)).toBe('tight for memory of this machine, 8.59 GB');
  expect(words(20e9)).toBe('too large for memory of this machine, 8.59 GB');
  expect(verdict(20e9).checks).toEqual([
    { limit: expect.stringContaining('memory'), taken: 20e9, bound: memory.bytes, fit: 'too large' },
  ]);
});

test('without an adapter and a budget there is nothing to break', () => {
  expect(verdictOf({ bytes: 1, largest: 1, budget: null, limits: {} })).toMatchObject({ fit: 'fits', rows: [] });
});
