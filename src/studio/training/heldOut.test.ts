/** What is held out is none of what is learned from, and both are told to be parts of the opened data. */
import { expect, test } from 'vitest';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import { divide } from './heldOut.ts';

const data = limit(digitsDataset({ split: 'train', count: 40 }), 40);

test('a tenth by default, chosen by the seed', () => {
  const { data: learned, heldOut, from } = divide(data, undefined, 1);
  expect([learned.samples, heldOut?.samples, from]).toEqual([36, 4, data]);
});

test('data of its own leaves all to learn from', () => {
  const other = limit(digitsDataset({ split: 'train', count: 8 }), 8);
  expect(divide(data, other, 1)).toMatchObject({ data, from: data, heldOut: other });
});
