/**
 * Packed integer weights: the one layout in which codes lie in memory, from 2 to 8 bits.
 *
 * A matrix of N rows and K columns is cut, row by row, into blocks of 32 codes; a block takes `bits` words of
 * 32 bits. Widths 2, 4 and 8 lie in place: code j stands at bit j*bits of the block, lowest first. Widths 3, 5, 6
 * and 7 lie as bit planes of widths 4, 2 and 1, widest first, low bits of the code in the first plane; each plane is
 * itself in place (3 = 2+1, 5 = 4+1, 6 = 4+2, 7 = 4+2+1), as in GPTQ's planar format. Codes are stored unsigned,
 * q + 2^(bits-1) when symmetric; columns past K hold the code of zero's offset and are counted as padding.
 * For 4 bits this is byte for byte what compressed-tensors and ONNX MatMulNBits store, up to the padding.
 */
import { roundToHalf, toHalf } from './half.ts';

export type PackedBits = 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Codes in a block. */
export const blockCodes = 32;

/** A packed width as a row of data. */
export interface PackedFormat {
  readonly bits: PackedBits;
  /** Widths of the planes, in the order in which they lie. */
  readonly planes: readonly (1 | 2 | 4 | 8)[];
  readonly formula: string;
}

export const packedFormats: Readonly<Record<PackedBits, PackedFormat>> = {
  2: { bits: 2, planes: [2], formula: 'w = scale * (u - zero), zero = 2 when symmetric' },
  3: { bits: 3, planes: [2, 1], formula: 'w = scale * (u - zero), zero = 4 when symmetric' },
  4: { bits: 4, planes: [4], formula: 'w = scale * (u - zero), zero = 8 when symmetric' },
  5: { bits: 5, planes: [4, 1], formula: 'w = scale * (u - zero), zero = 16 when symmetric' },
  6: { bits: 6, planes: [4, 2], formula: 'w = scale * (u - zero), zero = 32 when symmetric' },
  7: { bits: 7, planes: [4, 2, 1], formula: 'w = scale * (u - zero), zero = 64 when symmetric' },
  8: { bits: 8, planes: [8], formula: 'w = scale * (u - zero), zero = 128 when symmetric' },
};

/** How many scales there are: one in all, one a row, or one a group of columns in each row. */
export type PackedStrategy = 'tensor' | 'channel' | 'group';

/** What is known of a packed matrix before its bytes are read. */
export interface PackedLayout {
  readonly bits: PackedBits;
  /** N: output channels. */
  readonly rows: number;
  /** K: values in a row. */
  readonly columns: number;
  readonly strategy: PackedStrategy;
  /** Columns that share a scale (a multiple of 16); `columns` for channel and tensor. */
  readonly groupSize: number;
  readonly symmetric: boolean;
  readonly scaleDType: 'f16' | 'f32';
}

export interface PackedMatrix {
  readonly layout: PackedLayout;
  /** (rows, ceil(columns / 32) * bits) u32 */
  readonly codes: Uint32Array;
  /** (rows, groups), or one value for strategy tensor; already rounded to scaleDType */
  readonly scales: Float32Array;
  /** (rows, groups) unsigned codes that stand for zero, or one; absent when symmetric (then 2^(bits-1)) */
  readonly zeroPoints?: Uint8Array;
}

/** Words of 32 bits in one row of codes. */
export const wordsPerRow = (layout: PackedLayout): number => Math.ceil(layout.columns / blockCodes) * layout.bits;

/** Groups in one row: 1 for strategies tensor and channel. */
export const groupsPerRow = (layout: PackedLayout): number =>
  layout.strategy === 'group' ? Math.ceil(layout.columns / layout.groupSize) : 1;

/** Scales in all. */
export const scaleCount = (layout: PackedLayout): number =>
  layout.strategy === 'tensor' ? 1 : layout.rows * groupsPerRow(layout);

/** Where the scale of (row, column) lies in `scales` and `zeroPoints`. */
export function scaleIndex(layout: PackedLayout, row: number, column: number): number {
  if (layout.strategy === 'tensor') return 0;
  return layout.strategy === 'channel' ? row : row * groupsPerRow(layout) + Math.floor(column / layout.groupSize);
}

/** The code that stands for zero when the matrix is symmetric. */
export const symmetricZero = (bits: PackedBits): number => 2 ** (bits - 1);

/** Bytes by part. Zero points count at the width of the codes; padding is what blocks of 32 add. */
export interface PackedBytes {
  readonly codes: number;
  readonly scales: number;
  readonly zeroPoints: number;
  readonly padding: number;
}

/** Bytes in memory; together they are what a packed weight takes, padding to whole words a row included. */
export function packedBytes(layout: PackedLayout): PackedBytes {
  const codes = Math.ceil((layout.rows * layout.columns * layout.bits) / 8);
  const scales = (scaleCount(layout) * (layout.scaleDType === 'f16' ? 16 : 32)) / 8;
  const zeroPoints = layout.symmetric ? 0 : Math.ceil((scaleCount(layout) * layout.bits) / 8);
  return { codes, scales, zeroPoints, padding: layout.rows * wordsPerRow(layout) * 4 - codes };
}

/**
 * Packs unsigned codes.
 *
 * @param codes (rows, columns) values in [0, 2^bits)
 * @param padding the code for columns past the end of a row
 * @returns (rows, wordsPerRow) u32
 */
export function packCodes(
  bits: PackedBits,
  rows: number,
  columns: number,
  codes: Uint8Array,
  padding: number,
): Uint32Array {
  const blocks = Math.ceil(columns / blockCodes);
  const words = new Uint32Array(rows * blocks * bits);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < blocks * blockCodes; column++) {
      const code = column < columns ? codes[row * columns + column] : padding;
      const base = (row * blocks + Math.floor(column / blockCodes)) * bits;
      putCode(words, base, packedFormats[bits].planes, column % blockCodes, code);
    }
  }
  return words;
}

/** The inverse of `packCodes`: (rows, columns) unsigned codes. */
export function unpackCodes(bits: PackedBits, rows: number, columns: number, words: Uint32Array): Uint8Array {
  const blocks = Math.ceil(columns / blockCodes);
  const codes = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const base = (row * blocks + Math.floor(column / blockCodes)) * bits;
      codes[row * columns + column] = getCode(words, base, packedFormats[bits].planes, column % blockCodes);
    }
  }
  return codes;
}

/** Dequantizes to (rows, columns) f32: `fround(scale * (code - zero))`, the definition that every kernel is held to. */
export function dequantizeMatrix(matrix: PackedMatrix): Float32Array {
  const { layout, scales, zeroPoints } = matrix;
  const { bits, rows, columns } = layout;
  const codes = unpackCodes(bits, rows, columns, matrix.codes);
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = scaleIndex(layout, row, column);
      const zero = zeroPoints ? zeroPoints[at] : symmetricZero(bits);
      out[row * columns + column] = scales[at] * (codes[row * columns + column] - zero);
    }
  }
  return out;
}

/** Scales as they will be stored: rounded to f16 or f32. An f16 scale that would be 0 or infinite is held at f16's bounds. */
export function roundScale(scale: number, dtype: 'f16' | 'f32'): number {
  if (dtype === 'f32') return Math.fround(scale);
  const least = 2 ** -24;
  return Math.min(65504, Math.max(least, roundToHalf(scale)));
}

/** Scales as f16 bits, for files and for the GPU. */
export const scalesToHalf = (scales: Float32Array): Uint16Array => Uint16Array.from(scales, toHalf);

// ---------------------------------------------------------------------------------------------

function putCode(words: Uint32Array, base: number, planes: readonly number[], index: number, code: number): void {
  let rest = code;
  let word = base;
  for (const width of planes) {
    const bit = index * width;
    words[word + (bit >>> 5)] |= (rest & ((1 << width) - 1)) << (bit & 31);
    rest >>>= width;
    word += width;
  }
}

function getCode(words: Uint32Array, base: number, planes: readonly number[], index: number): number {
  let code = 0;
  let shift = 0;
  let word = base;
  for (const width of planes) {
    const bit = index * width;
    code |= ((words[word + (bit >>> 5)] >>> (bit & 31)) & ((1 << width) - 1)) << shift;
    shift += width;
    word += width;
  }
  return code;
}
