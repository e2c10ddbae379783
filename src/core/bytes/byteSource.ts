/**
 * Where bytes lie before anything is read: memory, a File, a range of a URL, a file in OPFS.
 * Readers take slices and never the whole, so that a large checkpoint is never held at once.
 */
import { DecantError } from '../errors.ts';

export interface ByteSource {
  /** The file's name, for messages and for finding files that belong together. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Reads `length` bytes from `offset`.
   *
   * @throws DecantError `bytes/out-of-range` when the range leaves the source
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are already in memory. Reading gives views, not copies. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  // Node's Buffer is a Uint8Array whose `slice` does not copy; readers count on a plain one.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    name,
    size: plain.byteLength,
    read: async (offset, length) => {
      checkRange(name, plain.byteLength, offset, length);
      return plain.subarray(offset, offset + length);
    },
  };
}

/** A File or Blob, read slice by slice. */
export function blobSource(blob: Blob, name = 'name' in blob ? String(blob.name) : 'blob'): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (offset, length) => {
      checkRange(name, blob.size, offset, length);
      return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
    },
  };
}

/** Throws a sentence when [offset, offset + length) is not inside [0, size). */
export function checkRange(name: string, size: number, offset: number, length: number): void {
  const ok = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (ok && offset + length <= size) return;
  throw new DecantError(
    'bytes/out-of-range',
    `${name}: ${length} bytes at offset ${offset} were asked for, but the file ends at ${size}. It may be cut short; fetch it again.`,
    { name, offset, length, size },
  );
}
