/** Puts lines on paper: anti-aliased coverage, then what pen, paper and scanner do to it. Values run from 0 to 1. */
import type { Random } from '../../core/random.ts';
import { bell } from './chance.ts';
import type { Hand } from './hand.ts';
import type { Line } from './trace.ts';
import { SIDE } from './trace.ts';

/** Brightness of each pixel, row by row. */
export type Paper = Float64Array;

/** (SIDE, SIDE) in rows, all 0. */
export const blankPaper = (): Paper => new Float64Array(SIDE * SIDE);

/** Draws the pieces `from` to `to` of a line; where lines cross the brighter one stays. */
export function inkLine(paper: Paper, line: Line, softness: number, from = 0, to = line.length / 3 - 1): void {
  for (let piece = from; piece < to; piece++) inkPiece(paper, line, piece * 3, softness);
}

/** Uneven ink, blur, noise, and rounding to 0-255. */
export function scan(paper: Paper, { ink, blur, noise }: Hand, random: Random): Uint8Array {
  const soft = blur > 0 ? binomialBlur(paper, blur) : paper;
  const pixels = new Uint8Array(paper.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = soft[i] * ink + (noise > 0 ? noise * bell(random) : 0);
    pixels[i] = Math.floor(Math.min(1, Math.max(0, value)) * 255 + 0.5);
  }
  return pixels;
}

// ---------------------------------------------------------------------------------------------------------------------

/** One straight piece with round ends, whose radius changes evenly: pixels near it by their distance. */
function inkPiece(paper: Paper, line: Line, i: number, softness: number): void {
  const [x0, y0, r0, x1, y1, r1] = line.subarray(i, i + 6);
  const reach = Math.max(r0, r1) + softness / 2;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const square = dx * dx + dy * dy;
  const [left, right] = pixelRange(Math.min(x0, x1) - reach, Math.max(x0, x1) + reach);
  const [top, bottom] = pixelRange(Math.min(y0, y1) - reach, Math.max(y0, y1) + reach);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const py = row + 0.5 - y0;
      const along = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      const edge = r0 + (r1 - r0) * along - Math.sqrt(ex * ex + ey * ey);
      const value = edge / softness + 0.5;
      const at = row * SIDE + column;
      if (value > paper[at]) paper[at] = value < 1 ? value : 1;
    }
  }
}

/** Pixels whose centres lie between two places, within the image. */
function pixelRange(low: number, high: number): [number, number] {
  return [Math.max(0, Math.ceil(low - 0.5)), Math.min(SIDE - 1, Math.floor(high - 0.5))];
}

/** Mixes in the 3x3 kernel 1 2 1 by 1 2 1; outside the image is blank. */
function binomialBlur(paper: Paper, share: number): Paper {
  return passBlur(passBlur(paper, share, 1), share, SIDE);
}

function passBlur(paper: Paper, share: number, stride: number): Paper {
  return paper.map((value, i) => {
    const place = stride === 1 ? i % SIDE : Math.floor(i / SIDE);
    const before = place > 0 ? paper[i - stride] : 0;
    const after = place < SIDE - 1 ? paper[i + stride] : 0;
    return value * (1 - share / 2) + ((before + after) * share) / 4;
  });
}
