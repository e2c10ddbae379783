/** Small data files made in memory for the tests of the readers: idx, npy, text and zip. */

import { gzipSync, zipSync } from 'fflate';
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { memorySource } from '../core/bytes/byteSource.ts';

/** An idx file of a type byte, sizes and the bytes of its numbers (big-endian). */
export function idxFile(type: number, shape: readonly number[], numbers: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + numbers.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => void view.setUint32(4 + 4 * axis, size));
  bytes.set(Array.from(numbers), 4 + 4 * shape.length);
  return bytes;
}

/** An npy file with a header as numpy writes it. */
export function npyFile(
  descr: string,
  shape: readonly number[],
  numbers: Uint8Array,
  version = 1,
  fortran = false,
): Uint8Array {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  return npyWithHeader(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${list}), }\n`, numbers, version);
}

/** An npy file with any header at all. */
export function npyWithHeader(header: string, numbers: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + text.length + numbers.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  new DataView(bytes.buffer).setUint16(8, text.length, true);
  bytes.set(text, start);
  bytes.set(numbers, start + text.length);
  return bytes;
}

/** The bytes of a typed array, in this machine's order, which is little-endian. */
export const bytesIn = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export const file = (name: string, bytes: Uint8Array): ByteSource => memorySource(name, bytes);

export const textFile = (name: string, text: string): ByteSource => memorySource(name, new TextEncoder().encode(text));

export const gzipFile = (name: string, bytes: Uint8Array): ByteSource => memorySource(name, gzipSync(bytes));

export const zipFile = (name: string, entries: Record<string, Uint8Array>): ByteSource =>
  memorySource(name, zipSync(entries));
