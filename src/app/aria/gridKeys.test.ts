/** Where the keys of a grid lead; how a hand or a key gets there in the page is `e2e/`'s. */
import { expect, test } from 'vitest';
import { cellAfter } from './gridKeys.ts';

const size = [3, 4] as const;

test('arrows move by a cell and stop at the edge', () => {
  expect(cellAfter('ArrowRight', [1, 1], size)).toEqual([1, 2]);
  expect(cellAfter('ArrowDown', [1, 1], size)).toEqual([2, 1]);
  expect(cellAfter('ArrowLeft', [1, 1], size)).toEqual([1, 0]);
  expect(cellAfter('ArrowUp', [1, 1], size)).toEqual([0, 1]);
  expect(cellAfter('ArrowRight', [2, 3], size)).toEqual([2, 3]);
  expect(cellAfter('ArrowDown', [2, 3], size)).toEqual([2, 3]);
  expect(cellAfter('ArrowLeft', [0, 0], size)).toEqual([0, 0]);
  expect(cellAfter('ArrowUp', [0, 0], size)).toEqual([0, 0]);
});

test('Home and End go to the ends of the row, and other keys are left to the page', () => {
  expect(cellAfter('Home', [2, 2], size)).toEqual([2, 0]);
  expect(cellAfter('End', [1, 0], size)).toEqual([1, 3]);
  expect(cellAfter('Enter', [1, 0], size)).toBeNull();
  expect(cellAfter('PageDown', [1, 0], size)).toBeNull();
});
