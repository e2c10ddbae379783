/**
 * Where a note on a sample may stand: beside, above or below it, inside the bounds, on as few flipped samples as
 * possible. Pure geometry in CSS pixels; nothing here knows the page.
 */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  /** The line from sample to note. */
  readonly thread: Box;
}

/** Length of the line between sample and note. */
const GAP = 16;

/**
 * Chooses a place for a note of `size` beside `sample`.
 * @param avoid boxes that people want to see: the other flips; covering them costs their area
 */
export function placeNote(
  sample: Box,
  size: { readonly width: number; readonly height: number },
  bounds: Box,
  avoid: readonly Box[],
): Placed {
  const scored = candidates(sample, size).map((place, order) => {
    const box = { left: place.left, top: place.top, ...size };
    const covered = avoid.reduce((sum, other) => sum + overlap(box, other), 0);
    return { place, cost: covered + 20 * outside(box, bounds) + 40 * order };
  });
  const best = scored.reduce((least, next) => (next.cost < least.cost ? next : least));
  return best.place;
}

// ---------------------------------------------------------------------------------------------------------------------

/** In order of preference: right, left, below, above; each with the note's edge, middle or far edge at the sample. */
function candidates(sample: Box, { width, height }: { width: number; height: number }): Placed[] {
  const middle = { x: sample.left + sample.width / 2, y: sample.top + sample.height / 2 };
  const tops = [sample.top - 14, middle.y - height / 2, sample.top + sample.height + 14 - height];
  const lefts = [middle.x - width / 2, sample.left - 14, sample.left + sample.width + 14 - width];
  const right = sample.left + sample.width;
  const bottom = sample.top + sample.height;
  const across = (left: number): Box => ({ left, top: middle.y - 1, width: GAP, height: 2 });
  const down = (top: number): Box => ({ left: middle.x - 1, top, width: 2, height: GAP });
  return [
    ...tops.map((top) => ({ left: right + GAP, top, thread: across(right) })),
    ...tops.map((top) => ({ left: sample.left - GAP - width, top, thread: across(sample.left - GAP) })),
    ...lefts.map((left) => ({ left, top: bottom + GAP, thread: down(bottom) })),
    ...lefts.map((left) => ({ left, top: sample.top - GAP - height, thread: down(sample.top - GAP) })),
  ];
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Area of `box` beyond `bounds`. */
function outside(box: Box, bounds: Box): number {
  return box.width * box.height - overlap(box, bounds);
}
