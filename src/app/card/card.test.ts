/** A card goes into a picture and comes out of it; pictures of others stay pictures. */
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cardIn, writeCard } from './cardFile.ts';
import { textIn, withText } from './pngText.ts';

/** One grey pixel. Its own chunks carry no CRC: only that of the text is ours to check. */
function pixel(): Uint8Array {
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);
  const chunk = (type: string, data: Uint8Array) => {
    const bytes = new Uint8Array(12 + data.length);
    new DataView(bytes.buffer).setUint32(0, data.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(data, 8);
    return bytes;
  };
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Uint8Array.of(0, 127))),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const link = '#v=1&a=fp32&b=w4.g32.sym.mse';

test('a card comes back as it was, whatever its letters', async () => {
  const picture = writeCard(pixel(), `${link}&layer=größe→4`, null);
  expect(await cardIn(new Blob([new Uint8Array(picture)]))).toEqual({ link: `${link}&layer=größe→4`, receipt: null });
});

test('the chunk has the CRC of the standard', () => {
  const picture = withText(pixel(), 'decant', 'x');
  const at = picture.length - 12 - 4;
  // zlib's crc32 of "iTXtdecant" + five zero bytes + "x".
  expect(new DataView(picture.buffer).getUint32(at)).toBe(CRC);
});

const CRC = 0x9afc72c2;

test('a picture without a card, and no picture at all, are none', async () => {
  expect(await cardIn(new Blob([new Uint8Array(pixel())]))).toBeNull();
  expect(await cardIn(new Blob(['not a picture']))).toBeNull();
});

test('a card that was changed, cut short or is of a later version says so', async () => {
  const picture = writeCard(pixel(), link, null);
  const changed = picture.slice();
  changed[changed.length - 20] ^= 1;
  await expect(cardIn(new Blob([changed]))).rejects.toThrow('changed on its way');
  expect(() => textIn(picture.slice(0, -14), 'decant')).toThrow('cut short');
  const later = withText(pixel(), 'decant', JSON.stringify({ decant: 'card', version: 2, link }));
  await expect(cardIn(new Blob([new Uint8Array(later)]))).rejects.toThrow('version 2');
  const odd = withText(pixel(), 'decant', 'hello');
  await expect(cardIn(new Blob([new Uint8Array(odd)]))).rejects.toThrow('cannot be read');
});
