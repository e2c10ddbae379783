/**
 * An ONNX file as a tree of protobuf fields that can be changed at will and written again with lengths that fit: for
 * making files whose frame is sound and whose content is not. Knows which fields of onnx.proto hold messages, no more.
 */

/** One field: a varint, fixed bytes, or a length-delimited payload that is bytes or further fields. */
export interface ProtoField {
  number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: number;
  value: bigint;
  bytes: Uint8Array;
  children: ProtoField[] | undefined;
  /** The message that holds the field. */
  readonly kind: MessageKind;
}

type MessageKind = 'model' | 'opset' | 'graph' | 'node' | 'attribute' | 'tensor' | 'value' | 'type' | 'shape' | 'entry';

/** Fields that are messages, by the message that holds them. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const messages: Readonly<Record<MessageKind, Readonly<Record<number, MessageKind>>>> = {
  model: { 7: 'graph', 8: 'opset', 14: 'entry' },
  opset: {},
  graph: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph' },
  tensor: { 13: 'entry' },
  value: { 2: 'type' },
  type: { 1: 'type', 2: 'shape' },
  shape: { 1: 'entry' },
  entry: {},
};

/** The fields of a valid file. */
export function parseProto(bytes: Uint8Array, kind: MessageKind = 'model'): ProtoField[] {
  const fields: ProtoField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const [number, wire] = [Number(tag.value >> 3n), Number(tag.value & 7n)];
    at += tag.length;
    const field: ProtoField = { number, wire, value: 0n, bytes: bytes.subarray(0, 0), children: undefined, kind };
    if (wire === 0) {
      const varint = readVarint(bytes, at);
      field.value = varint.value;
      at += varint.length;
    } else {
      const prefix = wire === 2 ? readVarint(bytes, at) : { value: wire === 1 ? 8n : 4n, length: 0 };
      const start = at + prefix.length;
      at = start + Number(prefix.value);
      field.bytes = bytes.subarray(start, at);
      const inner = wire === 2 ? messages[kind][number] : undefined;
      if (inner) field.children = parseProto(field.bytes, inner);
    }
    fields.push(field);
  }
  return fields;
}

/** The bytes of fields, each length as its payload is now. */
export function encodeProto(fields: readonly ProtoField[]): Uint8Array<ArrayBuffer> {
  return joined(fields.map(encodeField));
}

/** Every field of a tree with the list that holds it, so that it can be taken out or doubled. */
export function* walkProto(fields: ProtoField[]): Generator<{ field: ProtoField; siblings: ProtoField[] }> {
  for (const field of fields) {
    yield { field, siblings: fields };
    if (field.children) yield* walkProto(field.children);
  }
}

/** A number as protobuf writes it; negative ones as 64 bits. */
export function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------

function encodeField({ number, wire, value, bytes, children }: ProtoField): Uint8Array {
  const tag = varint(BigInt(number * 8 + wire));
  if (wire === 0) return joined([tag, varint(value)]);
  const payload = children ? encodeProto(children) : bytes;
  return wire === 2 ? joined([tag, varint(BigInt(payload.length)), payload]) : joined([tag, payload]);
}

function readVarint(bytes: Uint8Array, start: number): { value: bigint; length: number } {
  let value = 0n;
  for (let i = 0; ; i++) {
    const byte = bytes[start + i];
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value, length: i + 1 };
  }
}
