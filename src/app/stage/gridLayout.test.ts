/** Few samples take the room of many. */
import { expect, test } from 'vitest';
import type { GridLayout } from './gridLayout.ts';
import { enlarged } from './gridLayout.ts';

const FULL: GridLayout = { columns: 18, rows: 7, cell: 54, ink: 41, inset: { top: 46, side: 14, bottom: 10 } };
const WIDTH = 1108;

test('a grid that is full stays as it is, and so does an empty one', () => {
  expect(enlarged(FULL, 126, WIDTH)).toBe(FULL);
  expect(enlarged(FULL, 0, WIDTH)).toBe(FULL);
});

test('fewer samples are drawn larger in the same height, and all of them still fit', () => {
  for (let samples = 1; samples < 126; samples++) {
    const { columns, rows, cell } = enlarged(FULL, samples, WIDTH);
    expect(columns * rows).toBeGreaterThanOrEqual(samples);
    expect(rows * cell).toBeCloseTo(FULL.rows * FULL.cell);
    expect(cell).toBeGreaterThanOrEqual(FULL.cell);
  }
});

test('eight flips stand in two rows', () => {
  expect(enlarged(FULL, 8, WIDTH)).toMatchObject({ rows: 2, columns: 5, cell: 189 });
});
