/**
 * A walker over the fields of one protobuf message that lies in memory: no schema, no reflection, every length checked
 * against the message that holds it. Not a protobuf library: only what ONNX needs (groups are refused).
 * https://protobuf.dev/programming-guides/encoding/
 */
import { atByte, count, refuse } from './malformed.ts';

/** Bytes of a message and where they lie in the file, for messages to people. */
export interface Message {
  readonly file: string;
  /** What the message describes: `node "conv1"`, `the graph`. */
  readonly thing: string;
  readonly bytes: Uint8Array;
  /** Offset of the first byte in the file. */
  readonly offset: number;
}

/** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
export type WireType = 0 | 1 | 2 | 5;

/** One field: its number, and either a number (two halves of 64 bits) or a range of bytes. */
export interface Field {
  readonly number: number;
  readonly wire: WireType;
  /** Low and high 32 bits of a varint; 0 for the other wire types. */
  readonly low: number;
  readonly high: number;
  /** Where the payload starts in the file, and how long it is. */
  readonly offset: number;
  readonly length: number;
  /** Bytes of the header and payload together. */
  readonly size: number;
}

/** Bytes that a field's header and a varint payload can take at most. */
export const largestHeader = 20;

/** The fields of a message in file order. Payload bytes are taken with `payload`, `text` and the like. */
export function* fieldsOf(message: Message): Generator<Field> {
  const end = message.offset + message.bytes.length;
  for (let at = message.offset; at < end; ) {
    const field = readField(message, message.bytes.subarray(at - message.offset), at, end);
    yield field;
    at += field.size;
  }
}

/**
 * Reads one field's header, and its value when it is a varint.
 *
 * @param head the bytes from `at` on: all of them, or at least `largestHeader`
 * @param at offset in the file
 * @param end where the surrounding message ends in the file
 */
export function readField(context: Pick<Message, 'file' | 'thing'>, head: Uint8Array, at: number, end: number): Field {
  const tag = readVarint(context, head, 0, at, end);
  const number = (tag.low >>> 3) + tag.high * 2 ** 29;
  const wire = tag.low & 7;
  if (number === 0)
    return refuse('malformed', context.file, `${context.thing} has a field with number 0 at ${atByte(at)}.`, {
      offset: at,
    });
  if (wire === 0) {
    const { low, high, length } = readVarint(context, head, tag.length, at, end);
    return { number, wire, low, high, offset: at + tag.length, length, size: tag.length + length };
  }
  if (wire === 1 || wire === 5) return spanned(context, number, wire, at, tag.length, wire === 1 ? 8 : 4, end);
  if (wire === 2) {
    const size = readVarint(context, head, tag.length, at, end);
    const length = size.low + size.high * 2 ** 32;
    return spanned(context, number, wire, at, tag.length + size.length, length, end);
  }
  return refuse(
    'malformed',
    context.file,
    `${context.thing} has a field of wire type ${wire} at ${atByte(at)}; ONNX uses 0, 1, 2 and 5.`,
    { offset: at },
  );
}

/** The payload of a field of a message in memory. */
export function payload(message: Message, field: Field): Uint8Array {
  const start = field.offset - message.offset;
  return message.bytes.subarray(start, start + field.length);
}

/** The payload of a length-delimited field as a message of its own. */
export function submessage(message: Message, field: Field, thing: string): Message {
  expectWire(message, field, 2);
  return { file: message.file, thing, bytes: payload(message, field), offset: field.offset };
}

/** A UTF-8 string. Bytes that are not UTF-8 become U+FFFD. */
export function text(message: Message, field: Field): string {
  expectWire(message, field, 2);
  return utf8.decode(payload(message, field));
}

/** A float32 field. */
export function float(message: Message, field: Field): number {
  expectWire(message, field, 5);
  return floatAt(payload(message, field), 0);
}

/** A signed 64-bit integer, held at the bounds of exact numbers: what lies beyond means "to the end" in ONNX. */
export function integer(context: Pick<Message, 'file' | 'thing'>, field: Field): number {
  expectWire(context, field, 0);
  return clamped(field.low, field.high);
}

/** Signed integers of a repeated field, packed or not. */
export function integers(message: Message, field: Field): number[] {
  if (field.wire === 0) return [integer(message, field)];
  expectWire(message, field, 2);
  const values: number[] = [];
  eachVarint(message, field, (low, high) => values.push(clamped(low, high)));
  return values;
}

/** Floats of a repeated field, packed or not. */
export function floats(message: Message, field: Field): number[] {
  if (field.wire === 5) return [float(message, field)];
  expectWire(message, field, 2);
  const bytes = payload(message, field);
  expectMultiple(message, field, 4);
  return Array.from({ length: bytes.length / 4 }, (_, i) => floatAt(bytes, i * 4));
}

/** Calls back with each varint of a packed field, as two halves. */
export function eachVarint(message: Message, field: Field, visit: (low: number, high: number) => void): void {
  const bytes = payload(message, field);
  for (let at = 0; at < bytes.length; ) {
    const varint = readVarint(message, bytes, at, field.offset, field.offset + field.length);
    visit(varint.low, varint.high);
    at += varint.length;
  }
}

/** Stops when a field does not have the wire type that its meaning needs. */
export function expectWire(context: Pick<Message, 'file' | 'thing'>, field: Field, wire: WireType): void {
  if (field.wire === wire) return;
  refuse(
    'malformed',
    context.file,
    `${context.thing}: field ${field.number} at ${atByte(field.offset)} has wire type ${field.wire}, but ${wire} is expected there.`,
    { offset: field.offset },
  );
}

/** Stops when a packed field of fixed-size elements does not hold a whole number of them. */
export function expectMultiple(message: Message, field: Field, size: number): void {
  if (field.length % size === 0) return;
  refuse(
    'malformed',
    message.file,
    `${message.thing}: field ${field.number} at ${atByte(field.offset)} holds ${count(field.length)} bytes, which is no multiple of ${size}.`,
    { offset: field.offset },
  );
}

// ---------------------------------------------------------------------------------------------

const utf8 = new TextDecoder();

interface Varint {
  readonly low: number;
  readonly high: number;
  readonly length: number;
}

/** A varint of up to ten bytes at `bytes[start]`; `at` is the offset in the file of `bytes[0]`. */
function readVarint(
  context: Pick<Message, 'file' | 'thing'>,
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
): Varint {
  let low = 0;
  let high = 0;
  for (let i = 0; i < 10; i++) {
    const position = start + i;
    if (position >= bytes.length || at + position >= end) break;
    const byte = bytes[position];
    const bits = byte & 127;
    if (i < 4) low |= bits << (7 * i);
    else if (i === 4) {
      low |= bits << 28;
      high = bits >>> 4;
    } else high |= bits << (7 * i - 32);
    if (byte < 128) return { low: low >>> 0, high: high >>> 0, length: i + 1 };
  }
  const where = atByte(at + start);
  return refuse('malformed', context.file, `${context.thing} has a number at ${where} that does not end in time.`, {
    offset: at + start,
  });
}

function spanned(
  context: Pick<Message, 'file' | 'thing'>,
  number: number,
  wire: WireType,
  at: number,
  header: number,
  length: number,
  end: number,
): Field {
  const offset = at + header;
  if (offset + length <= end) return { number, wire, low: 0, high: 0, offset, length, size: header + length };
  return refuse(
    'malformed',
    context.file,
    `${context.thing} has a field ${number} of ${count(length)} bytes at ${atByte(at)}, but only ${count(Math.max(0, end - offset))} are left. The file may be cut short.`,
    { offset: at, length, left: end - offset },
  );
}

function clamped(low: number, high: number): number {
  const value = (high | 0) * 2 ** 32 + low;
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value));
}

function floatAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true);
}
