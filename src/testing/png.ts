/**
 * Decodes a PNG of 8-bit RGB without interlacing, which is what the image data in the data folder is; not a general
 * decoder. For Node. https://www.w3.org/TR/png-3/
 */
import { inflateSync } from 'node:zlib';

export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** (height, width, 3) */
  readonly pixels: Uint8Array;
}

export function decodeRgbPng(png: Uint8Array): RgbImage {
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (png[24] !== 8 || png[25] !== 2 || png[28] !== 0)
    throw new Error('The PNG is not of 8-bit RGB without interlacing.');
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === imageData) parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * 3;
  const pixels = new Uint8Array(height * stride);
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    row.set(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    unfilter(raw[y * (stride + 1)], row, above);
    above = row;
  }
  return { width, height, pixels };
}

// ---------------------------------------------------------------------------------------------------------------------

/** "IDAT" */
const imageData = 0x49444154;

/** Adds what each filter predicts from the pixel to the left, the row above, and the pixel before that. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array): void {
  for (let i = 0; i < row.length; i++) {
    const [left, up, corner] = [i < 3 ? 0 : row[i - 3], above[i], i < 3 ? 0 : above[i - 3]];
    row[i] += [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
