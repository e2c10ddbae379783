/** Rows of numbers that are added one by one, in one array: a run of many steps leaves no object a step behind. */
import type { TensorData } from '../tensor/dtype.ts';

export interface Rows {
  readonly length: number;
  /** Copies `width` values from an offset as the next row. */
  add(values: TensorData, offset: number): void;
  at(row: number, column: number): number;
  /** One column from a row on. */
  column(column: number, start: number): Float32Array;
  /** Forgets the rows after the first `length`. */
  cut(length: number): void;
}

/** Room for so many rows is made at once, so that a run of usual length never grows. */
const roomAtFirst = 2 ** 17;

/** @param expected rows that will come, as far as is known */
export function createRows(width: number, expected: number): Rows {
  let values = new Float32Array(width * Math.max(1, Math.min(expected, roomAtFirst)));
  let length = 0;
  const grow = () => {
    const larger = new Float32Array(values.length * 2);
    larger.set(values);
    values = larger;
  };
  return {
    get length() {
      return length;
    },
    add: (from, offset) => {
      if ((length + 1) * width > values.length) grow();
      for (let i = 0; i < width; i++) values[length * width + i] = Number(from[offset + i]);
      length++;
    },
    at: (row, column) => values[row * width + column],
    column: (column, start) =>
      Float32Array.from({ length: Math.max(0, length - start) }, (_, i) => values[(start + i) * width + column]),
    cut: (rows) => {
      length = Math.min(length, rows);
    },
  };
}
