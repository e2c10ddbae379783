/** A sheet of gray images as PNG, 8 bits a pixel, without filters. https://www.w3.org/TR/png-3/ */
import { crc32, deflateSync } from 'node:zlib';

/**
 * @param pixels (count, ...shape) gray values
 * @param shape of one image, ending in height and width
 * @param columns images in a row
 */
export function grayPng(pixels: Uint8Array, shape: readonly number[], columns: number): Uint8Array {
  const [height, width] = shape.slice(-2);
  const count = pixels.length / (height * width);
  const rows = Math.ceil(count / columns);
  const line = 1 + columns * width; // Each line begins with the number of its filter: 0, none.
  const sheet = new Uint8Array(rows * height * line);
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < height; y++) {
      const at = (Math.floor(i / columns) * height + y) * line + 1 + (i % columns) * width;
      sheet.set(pixels.subarray((i * height + y) * width, (i * height + y + 1) * width), at);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns * width, 0);
  header.writeUInt32BE(rows * height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8 bits, gray, deflate, no other filter method, not interlaced.
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(sheet, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

// ---------------------------------------------------------------------------------------------------------------------

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
