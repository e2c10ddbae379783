/** Geometry of the plot: where points stand, the frontier as the pour's staircase, labels that do not meet. Pure. */

export interface PlotPoint {
  /** Its place in the sweep; -1 for the original. */
  readonly index: number;
  readonly label: string;
  readonly bytes: number;
  readonly quality: number;
  readonly low: number;
  readonly high: number;
  /** Milliseconds a sample; null where it was not timed. */
  readonly ms: number | null;
  readonly pareto: boolean;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** How much of the quality axis is shown at most: what lies lower stands at the lower edge. */
const DEEPEST = 0.1;

/** The range of the quality axis, with some air. */
export function qualityDomain(points: readonly PlotPoint[]): readonly [low: number, high: number] {
  const values = points.map(({ quality }) => quality);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const low = Math.max(least, most - DEEPEST);
  const air = Math.max((most - low) * 0.12, 0.002);
  return [low - air, most + air];
}

/** The range of the size axis, in whole powers of the square root of two. */
export function bytesDomain(points: readonly PlotPoint[]): readonly [low: number, high: number] {
  const sizes = points.map(({ bytes }) => bytes);
  return [Math.min(...sizes) * 0.84, Math.max(...sizes) * 1.12];
}

/** The points that no other beats, smallest first; the original is one of them where nothing smaller is as good. */
export function frontierOf(points: readonly PlotPoint[]): PlotPoint[] {
  let best = Number.NEGATIVE_INFINITY;
  return [...points]
    .sort((a, b) => a.bytes - b.bytes || b.quality - a.quality)
    .filter(({ quality }) => {
      const better = quality > best;
      if (better) best = quality;
      return better;
    });
}

/** The frontier as one stroke from the base up and over to the right wall, with the pour's rounded steps. */
export function staircase(places: readonly Place[], base: number, right: number, radius: number): string {
  const [first, ...rest] = places;
  if (!first) return '';
  const start = Math.min(radius, Math.abs(base - first.y));
  const parts = [`M${r(first.x)} ${r(base)}V${r(first.y + start)}`];
  parts.push(`Q${r(first.x)} ${r(first.y)} ${r(first.x + start)} ${r(first.y)}`);
  let before = first;
  for (const place of rest) {
    const q = Math.min(radius, (before.y - place.y) / 2, (place.x - before.x) / 2);
    parts.push(`H${r(place.x - q)}Q${r(place.x)} ${r(before.y)} ${r(place.x)} ${r(before.y - q)}`);
    parts.push(`V${r(place.y + q)}Q${r(place.x)} ${r(place.y)} ${r(place.x + q)} ${r(place.y)}`);
    before = place;
  }
  return `${parts.join('')}H${r(right)}`;
}

/** Radius of a mark: its area grows with time, so that larger is slower. */
export function markRadius(ms: number | null, slowest: number): number {
  return ms === null || slowest <= 0 ? 5 : 3.5 + 5 * Math.sqrt(ms / slowest);
}

/** Places along a level line. */
export function alongside(from: number, to: number, y: number): Place[] {
  const count = Math.max(0, Math.ceil((to - from) / BESIDE));
  return Array.from({ length: count }, (_, i) => ({ x: from + i * BESIDE, y }));
}

/** Places along the treads and risers of the staircase over `places`, whose last tread ends at the right wall. */
export function stepsOf(places: readonly Place[], right: number): Place[] {
  return places.flatMap(({ x, y }, i) => {
    const next = places[i + 1];
    const [low, high] = next ? [Math.min(y, next.y), Math.max(y, next.y)] : [0, 0];
    const riser = next ? alongside(low, high, 0).map((place) => ({ x: next.x, y: place.x })) : [];
    return [...alongside(x + BESIDE, next?.x ?? right, y), ...riser];
  });
}

export interface Label extends Place {
  readonly index: number;
  readonly anchor: 'start' | 'end';
}

/**
 * Where labels fit without touching one another, a mark, or the walls; those that do not fit are left out.
 *
 * @param marks everything that a label must not cover
 * @param walls the left and the right end of the plot
 * @param lines places along lines that labels keep clear of where they can
 */
export function placeLabels(
  points: readonly (Place & { readonly index: number; readonly label: string })[],
  marks: readonly Place[],
  walls: readonly [left: number, right: number],
  lines: readonly Place[] = [],
): Label[] {
  const around = (reach: number, { x, y }: Place): Box => ({
    left: x - reach,
    right: x + reach,
    top: y - reach,
    bottom: y + reach,
  });
  const taken = marks.map((mark) => around(8, mark));
  const crossed = lines.map((place) => around(2, place));
  const labels: Label[] = [];
  for (const { x, y, index, label } of points) {
    const long = label.length * LETTER;
    const options: Label[] = [
      { index, x: x + 12, y: y + 18, anchor: 'start' },
      { index, x: x - 12, y: y - 10, anchor: 'end' },
      { index, x: x + 12, y: y - 10, anchor: 'start' },
      { index, x: x - 12, y: y + 18, anchor: 'end' },
    ];
    const free = options.filter((option) => {
      const box = boxOf(option, long);
      return box.left > walls[0] && box.right < walls[1] && !taken.some((other) => meet(box, other));
    });
    const fitting = free.find((option) => !crossed.some((place) => meet(boxOf(option, long), place))) ?? free[0];
    if (!fitting) continue;
    labels.push(fitting);
    taken.push(boxOf(fitting, long));
  }
  return labels;
}

// ---------------------------------------------------------------------------------------------------------------------

/** Pixels between places along a line: less than a label is high. */
const BESIDE = 6;
/** Pixels that a letter of a label takes, generously. */
const LETTER = 6.6;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf({ x, y, anchor }: Label, long: number): Box {
  const left = anchor === 'start' ? x : x - long;
  return { left, right: left + long, top: y - 11, bottom: y + 3 };
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function r(value: number): string {
  return String(Math.round(value * 10) / 10);
}
