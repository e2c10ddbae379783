/**
 * From the points of a style to lines of pen positions in pixels: smooth curves, slant and rotation, fit into the
 * image, elastic distortion (Simard, Steinkraus and Platt, 2003, here a cubic B-spline lattice) and pen pressure.
 */
import type { Random } from '../../core/random.ts';
import { bell, between } from './chance.ts';
import type { GlyphStyle, Stroke } from './glyphs.ts';
import type { Hand } from './hand.ts';

/** Pen positions, three numbers each: x and y in pixels from the corner of the image, radius in pixels. */
export type Line = Float64Array;

/** Width and height of an image in pixels. */
export const SIDE = 28;

/** Writes a style once with this hand. */
export function traceGlyph({ strokes }: GlyphStyle, hand: Hand, random: Random): Line[] {
  const along = random.uniform();
  const lines = strokes.map((stroke) => smoothLine(strayPoints(stroke, along, hand.unrest, random)));
  for (const line of lines) lean(line, hand);
  place(lines, hand);
  const field = elasticField(hand.elastic, random);
  for (const line of lines) {
    bend(line, field);
    press(line, hand, random);
  }
  return lines;
}

// ---------------------------------------------------------------------------------------------------------------------

/** Positions between two points of a style; every span is cut into as many pieces. */
const PIECES = 7;

/** Points of a stroke at a place of the style's range, each a little off: x and y by turns. */
function strayPoints(stroke: Stroke, along: number, unrest: number, random: Random): Float64Array {
  const points = new Float64Array(stroke.length / 2);
  for (let i = 0; i < stroke.length; i += 4) {
    const corner = i > 0 && stroke[i] === stroke[i - 4] && stroke[i + 1] === stroke[i - 3];
    for (let axis = 0; axis < 2; axis++) {
      const value = stroke[i + axis] + (stroke[i + axis + 2] - stroke[i + axis]) * along;
      points[i / 2 + axis] = corner ? points[i / 2 + axis - 2] : value + unrest * bell(random);
    }
  }
  return points;
}

/** The Catmull-Rom curve through the points, with radius left at 0. */
function smoothLine(points: Float64Array): Line {
  const last = points.length / 2 - 1;
  const line = new Float64Array((last * PIECES + 1) * 3);
  for (let span = 0; span < last; span++) {
    const ends = [Math.max(0, span - 1), span, span + 1, Math.min(last, span + 2)];
    for (let piece = 0; piece <= PIECES; piece++) {
      const to = (span * PIECES + piece) * 3;
      for (let axis = 0; axis < 2; axis++) {
        const [a, b, c, d] = ends.map((end) => points[end * 2 + axis]);
        line[to + axis] = catmullRom(a, b, c, d, piece / PIECES);
      }
    }
  }
  return line;
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  const linear = c - a;
  const square = 2 * a - 5 * b + 4 * c - d;
  const cube = 3 * b - a - 3 * c + d;
  return b + 0.5 * t * (linear + t * (square + t * cube));
}

/** Slant, width and rotation; sine and cosine follow from the tangent of half the angle without a table. */
function lean(line: Line, { slant, halfTurn, aspect }: Hand): void {
  const square = halfTurn * halfTurn;
  const cos = (1 - square) / (1 + square);
  const sin = (2 * halfTurn) / (1 + square);
  for (let i = 0; i < line.length; i += 3) {
    const y = line[i + 1] - 50;
    const x = (line[i] - 35) * aspect - slant * y;
    line[i] = x * cos - y * sin;
    line[i + 1] = x * sin + y * cos;
  }
}

/** Scales to the wanted size and puts the centre of mass where the hand wants it. */
function place(lines: readonly Line[], { size, shift, radius }: Hand): void {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  const mass = [0, 0, 0];
  for (const line of lines) measure(line, low, high, mass);
  const scale = (size - 2 * radius) / Math.max(high[0] - low[0], high[1] - low[1], 1);
  const centre = [mass[0] / mass[2], mass[1] / mass[2]];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 3) {
      line[i] = (line[i] - centre[0]) * scale + SIDE / 2 + shift[0];
      line[i + 1] = (line[i + 1] - centre[1]) * scale + SIDE / 2 + shift[1];
    }
  }
}

/** Widens the bounds by a line and adds its length times position, and its length, to the mass. */
function measure(line: Line, low: number[], high: number[], mass: number[]): void {
  for (let i = 0; i < line.length; i += 3) {
    for (let axis = 0; axis < 2; axis++) {
      low[axis] = Math.min(low[axis], line[i + axis]);
      high[axis] = Math.max(high[axis], line[i + axis]);
    }
    if (i === 0) continue;
    const dx = line[i] - line[i - 3];
    const dy = line[i + 1] - line[i - 2];
    const length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
    mass[0] += ((line[i] + line[i - 3]) / 2) * length;
    mass[1] += ((line[i + 1] + line[i - 2]) / 2) * length;
    mass[2] += length;
  }
}

/** Control points of the elastic distortion along one axis, of which four act on each place. */
const LATTICE = 6;

/** Displacements at the control points, x and y by turns; the spline halves their deviation twice over. */
function elasticField(deviation: number, random: Random): Float64Array {
  return new Float64Array(LATTICE * LATTICE * 2).map(() => 2 * deviation * bell(random));
}

function bend(line: Line, field: Float64Array): void {
  for (let i = 0; i < line.length; i += 3) {
    const [column, across] = latticePlace(line[i]);
    const [row, down] = latticePlace(line[i + 1]);
    let dx = 0;
    let dy = 0;
    for (let k = 0; k < 16; k++) {
      const weight = across[k & 3] * down[k >> 2];
      const at = ((row + (k >> 2)) * LATTICE + column + (k & 3)) * 2;
      dx += weight * field[at];
      dy += weight * field[at + 1];
    }
    line[i] += dx;
    line[i + 1] += dy;
  }
}

/** The first control point that acts on a place, and the weights of the four (uniform cubic B-spline). */
function latticePlace(pixels: number): [number, number[]] {
  const spans = LATTICE - 3;
  const position = Math.min(spans - 1e-6, Math.max(0, (pixels / SIDE) * spans));
  const first = Math.floor(position);
  const t = position - first;
  const u = 1 - t;
  return [
    first,
    [(u * u * u) / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * u * u * u - 6 * u * u + 4) / 6, (t * t * t) / 6],
  ];
}

/** Sets the radius along a line: four pressures, joined by straight lines. */
function press(line: Line, { radius, pressure }: Hand, random: Random): void {
  const knots = Array.from({ length: 4 }, () => radius * (1 + pressure * between(random, -1, 1)));
  const last = line.length / 3 - 1;
  for (let i = 0; i <= last; i++) {
    const position = (i / last) * 3;
    const knot = Math.min(2, Math.floor(position));
    line[i * 3 + 2] = knots[knot] + (knots[knot + 1] - knots[knot]) * (position - knot);
  }
}
