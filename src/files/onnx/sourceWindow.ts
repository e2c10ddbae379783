/**
 * Walks the fields of a message that is too large to hold: reads a file in small chunks, keeps the last few, and skips
 * over payloads without reading them. A header of a file with gigabytes of weights costs a few reads.
 */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { atByte, count, refuse } from './malformed.ts';
import type { Field, Message } from './wire.ts';
import { largestHeader, readField } from './wire.ts';

/** Bytes of one read: many nodes fit, and skipping from weight to weight wastes little. */
const chunkBytes = 64 * 1024;
const keptChunks = 4;

/** Reads of one file, cached by chunks. */
export class SourceWindow {
  readonly source: ByteSource;
  readonly #chunks = new Map<number, Uint8Array>();

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Bytes [offset, offset + length) of the file. */
  async bytes(offset: number, length: number): Promise<Uint8Array> {
    const index = Math.floor(offset / chunkBytes);
    const within = offset - index * chunkBytes;
    if (within + length > chunkBytes) return this.source.read(offset, length);
    const chunk = this.#chunks.get(index) ?? (await this.#load(index));
    return chunk.subarray(within, within + length);
  }

  /** The fields of the message [start, end) in file order, without their payloads. */
  async *fields(thing: string, start: number, end: number): AsyncGenerator<Field> {
    const context = { file: this.source.name, thing };
    for (let at = start; at < end; ) {
      const head = await this.bytes(at, Math.min(largestHeader, end - at));
      const field = readField(context, head, at, end);
      yield field;
      at += field.size;
    }
  }

  /** The payload of a field as a message, refused when it is longer than `limit`. */
  async message(field: Field, thing: string, limit: number): Promise<Message> {
    const file = this.source.name;
    if (field.wire !== 2)
      refuse(
        'malformed',
        file,
        `${thing} at ${atByte(field.offset)} should be a message, but has wire type ${field.wire}.`,
      );
    if (field.length > limit)
      refuse(
        'too-large',
        file,
        `${thing} at ${atByte(field.offset)} takes ${count(field.length)} bytes; at most ${count(limit)} are read.`,
        { offset: field.offset, length: field.length, limit },
      );
    return { file, thing, bytes: await this.bytes(field.offset, field.length), offset: field.offset };
  }

  async #load(index: number): Promise<Uint8Array> {
    const start = index * chunkBytes;
    const chunk = await this.source.read(start, Math.min(chunkBytes, this.source.size - start));
    for (const [oldest] of this.#chunks) if (this.#chunks.size >= keptChunks) this.#chunks.delete(oldest);
    this.#chunks.set(index, chunk);
    return chunk;
  }
}
