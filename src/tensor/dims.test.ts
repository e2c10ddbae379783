/** Arithmetic on named dimensions, with results worked by hand. */
import { describe, expect, test } from 'vitest';
import {
  addDims,
  ceilDivideDim,
  divideDims,
  floorDivideDim,
  multiplyDims,
  productOfDims,
  subtractDims,
} from './dims.ts';

describe('dimensions', () => {
  test('multiply and divide back', () => {
    const size = productOfDims(['batch', 16, 4, 4]);
    expect(size).toBe('256*batch');
    expect(divideDims(size, 256)).toBe('batch');
    expect(divideDims(size, 'batch')).toBe(256);
    expect(divideDims(multiplyDims('b', 'a'), 'a')).toBe('b');
    expect(divideDims(12, 5)).toBeUndefined();
    expect(divideDims('n', 3)).toBe('quotient(n, 3)');
  });

  test('add and subtract to one canonical text', () => {
    expect(addDims('past', 'new')).toBe('new + past');
    expect(subtractDims(addDims('past', 'new'), 'past')).toBe('new');
    expect(subtractDims('h', 1)).toBe('h - 1');
    expect(subtractDims('h', 'h')).toBe(0);
    expect(subtractDims(1, 'h')).toBe('-h + 1');
    expect(addDims(subtractDims(1, 'h'), 'h')).toBe(1);
    expect(addDims(multiplyDims('h', 2), -3)).toBe('2*h - 3');
  });

  test('round down and up', () => {
    expect(floorDivideDim(multiplyDims('h', 2), 2)).toBe('h');
    expect(floorDivideDim('h', 2)).toBe('floor(h/2)');
    expect(addDims(floorDivideDim(subtractDims('h', 1), 2), 1)).toBe('floor((h + 1)/2)');
    expect(ceilDivideDim('h', 2)).toBe('floor((h + 1)/2)');
    expect(floorDivideDim(floorDivideDim('h', 2), 2)).toBe('floor(floor(h/2)/2)');
    expect(multiplyDims(floorDivideDim('h', 2), 2)).toBe('2*floor(h/2)');
    expect(ceilDivideDim(7, 2)).toBe(4);
  });

  test('keep names that look like arithmetic whole', () => {
    expect(divideDims(multiplyDims('a-b', 4), 4)).toBe('a-b');
    expect(subtractDims(addDims('/conv/out.d0', 1), 1)).toBe('/conv/out.d0');
    expect(divideDims(multiplyDims('my dim', 'n'), 'n')).toBe('my dim');
    expect(addDims('seq len', 1)).toBe('seq len + 1');
    expect(addDims(addDims('seq len', 1), 1)).toBe('seq len + 2');
  });
});
