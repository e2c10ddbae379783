/**
 * Text inside of a PNG: one iTXt chunk, written before the end and read by walking the chunks. Pixels are not touched.
 * Source: PNG (Third Edition), sections 5.3 (chunks), 11.3.3.4 (iTXt) and annex D (CRC), https://www.w3.org/TR/png-3/
 */
import { DecantError } from '../../core/errors.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TYPE = 'iTXt';
/** Length, type and CRC of a chunk, 4 bytes each. */
const FRAME = 12;

/** Whether the bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * The picture with a text under a keyword (Latin-1, 1 to 79 characters).
 *
 * @throws DecantError `png/damaged` when the bytes are no whole PNG
 */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const end = chunksOf(png).find(({ type }) => type === 'IEND');
  if (!end) throw damaged('it has no end');
  const data = new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(FRAME + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(TYPE), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  const result = new Uint8Array(png.length + chunk.length);
  result.set(png.subarray(0, end.at));
  result.set(chunk, end.at);
  result.set(png.subarray(end.at), end.at + chunk.length);
  return result;
}

/**
 * The text under a keyword; null where there is none. Compressed texts, which we do not write, are passed over.
 *
 * @throws DecantError `png/damaged` when a chunk leaves the file or its CRC is wrong
 */
export function textIn(png: Uint8Array, keyword: string): string | null {
  for (const { type, data, sound } of chunksOf(png)) {
    if (type !== TYPE) continue;
    const name = data.indexOf(0);
    if (name < 0 || new TextDecoder('latin1').decode(data.subarray(0, name)) !== keyword) continue;
    if (!sound) throw damaged('its text was changed on its way');
    const language = data.indexOf(0, name + 3);
    const translated = data.indexOf(0, language + 1);
    if (data[name + 1] !== 0 || language < 0 || translated < 0) continue;
    return new TextDecoder().decode(data.subarray(translated + 1));
  }
  return null;
}

// ---------------------------------------------------------------------------------------------------------------------

interface Chunk {
  readonly type: string;
  /** Where the chunk begins. */
  readonly at: number;
  readonly data: Uint8Array;
  /** Whether its CRC is right. */
  readonly sound: boolean;
}

function chunksOf(png: Uint8Array): Chunk[] {
  if (!isPng(png)) throw damaged('it does not begin as a PNG does');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + FRAME <= png.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > png.length) throw damaged('it is cut short');
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const sound = type !== TYPE || view.getUint32(end) === crc32(png.subarray(at + 4, end));
    chunks.push({ type, at, data: png.subarray(at + 8, end), sound });
    at = end + 4;
  }
  return chunks;
}

/** CRC-32 of PNG, polynomial 0xedb88320, a byte at a time. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function damaged(why: string): DecantError {
  return new DecantError('png/damaged', `This picture cannot be read: ${why}. Save the card again.`);
}
