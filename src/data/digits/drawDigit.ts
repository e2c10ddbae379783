/** One handwritten-like digit as 28x28 pixels of uint8, bright on black, from nothing but a digit and a generator. */
import type { Random } from '../../core/random.ts';
import { between, chance, choose } from './chance.ts';
import { glyphs } from './glyphs.ts';
import type { Hand } from './hand.ts';
import { chooseHand } from './hand.ts';
import type { Paper } from './ink.ts';
import { blankPaper, inkLine, scan } from './ink.ts';
import type { Line } from './trace.ts';
import { SIDE, traceGlyph } from './trace.ts';

/** Draws a digit (0 to 9): SIDE * SIDE values, row by row. The same state of `random` gives the same pixels. */
export function drawDigit(digit: number, random: Random): Uint8Array {
  const hand = chooseHand(random);
  const paper = blankPaper();
  const lines = traceGlyph(choose(random, glyphs[digit]), hand, random);
  for (const line of lines) inkWithGaps(paper, line, hand, random);
  if (hand.neighbour) inkNeighbour(paper, hand, random);
  if (hand.stray) inkStray(paper, hand, random);
  return scan(paper, hand, random);
}

// ---------------------------------------------------------------------------------------------------------------------

/** A pen that skips leaves out a twelfth of the line, never at its ends. */
function inkWithGaps(paper: Paper, line: Line, { skips, softness }: Hand, random: Random): void {
  const pieces = line.length / 3 - 1;
  const gap = skips ? Math.ceil(pieces / 12) : 0;
  const from = skips ? Math.floor(pieces * between(random, 0.15, 0.75)) : 0;
  inkLine(paper, line, softness, 0, from);
  inkLine(paper, line, softness, from + gap);
}

/** The rim of the digit that stands to the left or to the right on the form. */
function inkNeighbour(paper: Paper, hand: Hand, random: Random): void {
  const side = chance(random, 0.5) ? 1 : -1;
  const shift: [number, number] = [side * between(random, 19, 21), between(random, -3, 3)];
  const lines = traceGlyph(choose(random, glyphs[random.integer(10)]), { ...hand, shift }, random);
  for (const line of lines) inkLine(paper, line, hand.softness);
}

/** A short stroke or a speck anywhere in the image. */
function inkStray(paper: Paper, { radius, softness }: Hand, random: Random): void {
  const [x, y] = [between(random, 1, SIDE - 1), between(random, 1, SIDE - 1)];
  const length = chance(random, 0.5) ? between(random, 2, 7) : 0;
  const [dx, dy] = [between(random, -1, 1) * length, between(random, -1, 1) * length];
  const thin = radius * between(random, 0.4, 0.9);
  inkLine(paper, Float64Array.of(x, y, thin, x + dx, y + dy, thin), softness);
}
