/** Folded grids, index terms of broadcast operands, and the way of tensors to the GPU and back. */

import { describe, expect, test } from 'vitest';
import { broadcastStrides, sizeOf } from '../../../tensor/shape.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { fromDeviceData, toDeviceData } from '../transfer.ts';
import { broadcastTerms, isIdentity, vectorAccess } from './broadcastIndex.ts';
import { foldGrid } from './foldGrid.ts';

describe('grids', () => {
  test('one dimension is folded where it is too long', () => {
    expect(foldGrid([100], 65535)).toEqual([100, 1, 1]);
    const [x, y, z] = foldGrid([70000], 65535);
    expect(Math.max(x, y, z)).toBeLessThanOrEqual(65535);
    expect(x * y * z).toBeGreaterThanOrEqual(70000);
    expect(x * y * z).toBeLessThan(70010);
  });

  test('three dimensions hold 2^40 workgroups', () => {
    const grid = foldGrid([2 ** 40], 65535);
    expect(Math.max(...grid)).toBeLessThanOrEqual(65535);
    expect(grid[0] * grid[1] * grid[2]).toBeGreaterThanOrEqual(2 ** 40);
  });
});

describe('broadcast operands', () => {
  const cases: [number[], number[]][] = [
    [
      [4, 6],
      [4, 6],
    ],
    [[6], [4, 6]],
    [
      [4, 1],
      [4, 6],
    ],
    [[], [4, 6]],
    [
      [1, 3, 1, 1],
      [2, 3, 4, 5],
    ],
    [
      [2, 1, 4, 1],
      [2, 3, 4, 5],
    ],
    [
      [3, 1, 5],
      [2, 3, 4, 5],
    ],
  ];

  test.each(cases)('%j to %j are found by few terms', (shape, target) => {
    const terms = broadcastTerms(shape, target);
    const strides = broadcastStrides(shape, target);
    for (let i = 0; i < sizeOf(target); i++) {
      const index = terms.reduce((sum, { inner, size, stride }) => {
        const step = Math.floor(i / inner);
        return sum + (size === 0 ? step : step % size) * stride;
      }, 0);
      let rest = i;
      let want = 0;
      for (let axis = target.length - 1; axis >= 0; axis--) {
        want += (rest % target[axis]!) * strides[axis]!;
        rest = Math.floor(rest / target[axis]!);
      }
      expect(index).toBe(want);
    }
  });

  test('the same shape is read as it lies', () => expect(isIdentity(broadcastTerms([2, 3], [2, 3]))).toBe(true));

  test('four at a time: as a vector, repeated, or not', () => {
    const access = (shape: number[], target: number[]) => vectorAccess(broadcastTerms(shape, target), target);
    expect(access([8], [3, 8])).toBe('vector');
    expect(access([3, 1], [3, 8])).toBe('repeat');
    expect(access([6], [4, 6])).toBe('none');
    expect(access([], [4, 6])).toBe('repeat');
  });
});

describe('transfer', () => {
  test.each(['f32', 'f16', 'i32', 'i64', 'u32', 'i8', 'u8', 'i4', 'u4', 'bool'] as const)('%s comes back', (dtype) => {
    const tensor = tensorFrom(dtype, [3], [0, 1, dtype === 'bool' ? 1 : 5]);
    const words = toDeviceData('x', tensor);
    expect(fromDeviceData(dtype, [3], words.slice().buffer as ArrayBuffer)).toEqual(tensor);
  });

  test('64-bit integers beyond 32 bits are refused by name', () => {
    expect(() => toDeviceData('ids', tensorFrom('i64', [2], [1, 2 ** 40]))).toThrow(
      /"ids" holds 1099511627776 at position 1/,
    );
  });
});
