/** Augmentation: seeded, in bounds, and doing what it says. */
import { expect, test } from 'vitest';
import { digitsDataset } from '../data/digits/digitsDataset.ts';
import { createTensor, tensorFrom } from '../tensor/tensor.ts';
import { augment } from './augment.ts';

const digits = digitsDataset({ split: 'train', count: 4 }).batch([0, 1, 2, 3]);

test('the same seed and step give the same images, others give others', () => {
  const options = { shift: 2, rotation: 10, elastic: 1 };
  expect(augment(digits, options, 1, 5)).toEqual(augment(digits, options, 1, 5));
  expect(augment(digits, options, 1, 6)).not.toEqual(augment(digits, options, 1, 5));
  expect(augment(digits, options, 2, 5)).not.toEqual(augment(digits, options, 1, 5));
});

test('nothing asked is nothing done', () => {
  expect(augment(digits, {}, 1, 0)).toEqual(digits);
});

test('a shift moves whole pixels and brings in zeros', () => {
  const image = tensorFrom('f32', [1, 1, 3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
  for (let step = 0; step < 20; step++) {
    const moved = Array.from(augment(image, { shift: 1 }, 3, step).data, Number);
    expect(moved.reduce((sum, value) => sum + value, 0)).toBe(1);
  }
});

test('ink is kept, more or less, under turning and bending', () => {
  const ink = (data: ArrayLike<number | bigint>) => Array.from(data, Number).reduce((sum, value) => sum + value, 0);
  const bent = augment(digits, { rotation: 15, elastic: 1.5 }, 1, 0);
  expect(ink(bent.data) / ink(digits.data)).toBeGreaterThan(0.85);
  expect(ink(bent.data) / ink(digits.data)).toBeLessThan(1.15);
});

test('what is no image stays as it is', () => {
  const rows = createTensor('f32', [2, 5]);
  expect(augment(rows, { shift: 1 }, 1, 0)).toBe(rows);
});
