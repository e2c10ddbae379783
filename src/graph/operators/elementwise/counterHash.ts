/**
 * Randomness inside graphs: a hash of (seed, step, element index) in plain uint32 operators, bit for bit the same on
 * every executor. The mixing function is "lowbias32" of Chris Wellons' hash prospector
 * (https://nullprogram.com/blog/2018/07/31/). Not for secrets.
 */
import type { GraphBuilder } from '../../builder.ts';
import { arithmetic } from '../arithmetic.ts';

/** Each round: x ^= x >> shift, then x *= factor. */
const rounds = [
  { shift: 16, factor: 0x7feb352d },
  { shift: 15, factor: 0x846ca68b },
] as const;
const lastShift = 16;
/** The upper 24 bits of a hash are a uniform number in [0, 1) that f32 holds exactly. */
const dropped = 8;
const unit = 2 ** -24;

/** Mixes the bits of an unsigned integer. */
export function mixBits(value: number): number {
  let x = value >>> 0;
  for (const { shift, factor } of rounds) x = Math.imul(x ^ (x >>> shift), factor) >>> 0;
  return (x ^ (x >>> lastShift)) >>> 0;
}

/** The key of one seed at one step. */
export const keyOf = (seed: number, step: number): number => mixBits(mixBits(seed) ^ step);

/** Uniform in [0, 1): the number that `uniformNodes` computes for one element. */
export const uniformAt = (key: number, index: number): number => (mixBits(mixBits(index) ^ key) >>> dropped) * unit;

/**
 * Adds nodes that compute uniform numbers.
 *
 * @param step u32 scalar, or '' for step 0
 * @param size number of elements, i64 scalar
 * @returns an f32 vector of that many numbers in [0, 1)
 */
export function uniformNodes(builder: GraphBuilder, seed: number, step: string, size: string): string {
  const { cast, mul } = arithmetic(builder, 'f32');
  const range = builder.add('Range', [builder.scalar(0, 'i64'), size, builder.scalar(1, 'i64')]);
  const key =
    step === ''
      ? builder.scalar(keyOf(seed, 0), 'u32')
      : mixNodes(builder, xor(builder, step, builder.scalar(mixBits(seed), 'u32')));
  const hash = mixNodes(builder, xor(builder, mixNodes(builder, cast(range, 'u32')), key));
  return mul(cast(shiftRight(builder, hash, dropped)), unit);
}

// ---------------------------------------------------------------------------------------------

const xor = (builder: GraphBuilder, a: string, b: string): string => builder.add('BitwiseXor', [a, b]);

const shiftRight = (builder: GraphBuilder, value: string, bits: number): string =>
  builder.add('BitShift', [value, builder.scalar(bits, 'u32')], { direction: 'RIGHT' });

function mixNodes(builder: GraphBuilder, value: string): string {
  let x = value;
  for (const { shift, factor } of rounds)
    x = builder.add('Mul', [xor(builder, x, shiftRight(builder, x, shift)), builder.scalar(factor, 'u32')]);
  return xor(builder, x, shiftRight(builder, x, lastShift));
}
