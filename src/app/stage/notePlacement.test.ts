/** Where the note of a sample stands. */
import { describe, expect, test } from 'vitest';
import type { Box } from './notePlacement.ts';
import { placeNote } from './notePlacement.ts';

const bounds: Box = { left: 0, top: 0, width: 1000, height: 460 };
const size = { width: 252, height: 190 };
const sample = (left: number, top: number): Box => ({ left, top, width: 58, height: 54 });

function covers(note: { left: number; top: number }, box: Box): boolean {
  return (
    note.left < box.left + box.width &&
    box.left < note.left + size.width &&
    note.top < box.top + box.height &&
    box.top < note.top + size.height
  );
}

describe('a note', () => {
  test.each([
    [14, 46],
    [500, 200],
    [928, 46],
    [928, 400],
    [14, 400],
  ])('beside the sample at %d, %d stays inside and off the sample', (left, top) => {
    const box = sample(left, top);
    const note = placeNote(box, size, bounds, []);
    expect(covers(note, box)).toBe(false);
    expect(note.left).toBeGreaterThanOrEqual(0);
    expect(note.left + size.width).toBeLessThanOrEqual(bounds.width);
    expect(note.top).toBeGreaterThanOrEqual(0);
    expect(note.top + size.height).toBeLessThanOrEqual(bounds.height);
  });

  test('stands where it covers the fewest flips', () => {
    const box = sample(400, 200);
    const right = [sample(500, 180), sample(560, 200), sample(620, 240)];
    const note = placeNote(box, size, bounds, right);
    expect(right.some((flip) => covers(note, flip))).toBe(false);
  });
});
