/**
 * The hand that writes one digit, and the form it is scanned from: every number that varies between samples. About one
 * sample in six is written in a hurry, with each habit stronger.
 */
import type { Random } from '../../core/random.ts';
import { bell, between, chance } from './chance.ts';

export interface Hand {
  /** How far each point strays from the style, in hundredths of the height. */
  readonly unrest: number;
  /** Sideways shear: x grows by slant * height above the line. Positive leans right. */
  readonly slant: number;
  /** Tangent of half the angle of rotation, clockwise. */
  readonly halfTurn: number;
  /** Width over height, relative to the style. */
  readonly aspect: number;
  /** Longer side of the digit in pixels, pen included. */
  readonly size: number;
  /** Centre of mass, in pixels from the centre of the image. */
  readonly shift: readonly [number, number];
  /** Deviation of the elastic distortion in pixels. */
  readonly elastic: number;
  /** Half the width of the line in pixels. */
  readonly radius: number;
  /** How much the line's width varies with the pressure of the pen, as a share of its width. */
  readonly pressure: number;
  /** Width of the line's soft edge in pixels. */
  readonly softness: number;
  /** Brightness of the ink, 0 to 1. */
  readonly ink: number;
  /** Share of the 3x3 binomial blur that is mixed in. */
  readonly blur: number;
  /** Deviation of the scanner's noise, 0 to 1. */
  readonly noise: number;
  /** Whether the pen skips on the paper, leaving a gap. */
  readonly skips: boolean;
  /** Whether the edge of a neighbouring digit is in the picture. */
  readonly neighbour: boolean;
  /** Whether a stray stroke or a speck is in the picture. */
  readonly stray: boolean;
}

/** Draws a hand; the same state of `random` gives the same hand. */
export function chooseHand(random: Random): Hand {
  const hurry = chance(random, 0.16) ? 1.6 : 1;
  const size = between(random, 18, 21.5) - (hurry > 1 ? between(random, 0, 4) : 0);
  return {
    unrest: hurry * between(random, 1, 3),
    slant: 0.12 + hurry * 0.16 * bell(random),
    halfTurn: hurry * 0.055 * bell(random),
    aspect: Math.min(1.35, Math.max(0.65, 1 + 0.15 * hurry * bell(random))),
    size,
    shift: [hurry * 0.7 * bell(random), hurry * 0.7 * bell(random)],
    elastic: hurry * between(random, 0.2, 0.8),
    radius: Math.max(0.75, size * (0.067 + 0.018 * bell(random))),
    pressure: between(random, 0, 0.35),
    softness: between(random, 1, 1.6),
    ink: chance(random, 0.15) ? between(random, 0.55, 1) : 1,
    blur: chance(random, 0.3) ? between(random, 0.3, 0.8) : 0,
    noise: chance(random, 0.15) ? between(random, 0.02, 0.12) : 0,
    skips: chance(random, 0.08),
    neighbour: chance(random, 0.06),
    stray: chance(random, 0.06),
  };
}
