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
  expect(say(400_000_000, 130_000_000, 500_000_000)).toBe('tight for 500 MB budget');
  expect(say(400_000_000, 140_000_000, 500_000_000)).toBe('tight for largest binding, 134 MB');
});

test('without an adapter and a budget there is nothing to break', () => {
  expect(verdictOf({ bytes: 1, largest: 1, budget: null, limits: {} })).toMatchObject({ fit: 'fits', rows: [] });
});
