/**
 * Builds one protobuf message. Large payloads are kept as they are and copied once, when the file is put together.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];
  #buffer = new Uint8Array(firstBuffer);
  #used = 0;
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** An integer field. */
  int(field: number, value: number | bigint): void {
    this.#varint(field * 8);
    if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) this.#varint(value);
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  /** A float32 field. */
  float(field: number, value: number): void {
    this.#varint(field * 8 + 5);
    this.#floatBytes(value);
  }

  /** A length-delimited field. The bytes are not copied until `finish`. */
  bytes(field: number, bytes: Uint8Array): void {
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    this.#part(bytes);
  }

  text(field: number, text: string): void {
    this.bytes(field, utf8.encode(text));
  }

  message(field: number, message: MessageWriter): void {
    this.#varint(field * 8 + 2);
    this.#varint(message.length);
    message.#flush();
    for (const part of message.#parts) this.#part(part);
  }

  /** A repeated integer field, one entry each, as onnx.proto (proto2) has them. */
  ints(field: number, values: readonly (number | bigint)[]): void {
    for (const value of values) this.int(field, value);
  }

  floats(field: number, values: readonly number[]): void {
    for (const value of values) this.float(field, value);
  }

  /** Bytes of fields that are written already. */
  raw(bytes: Uint8Array): void {
    this.#part(bytes);
  }

  /** The message as one array. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#flush();
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #part(bytes: Uint8Array): void {
    if (bytes.length <= smallPart) {
      this.#reserve(bytes.length);
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    } else {
      this.#flush();
      this.#parts.push(bytes);
    }
    this.#length += bytes.length;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#used++] = value;
    this.#length++;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#byte((rest % 128) | 128);
    this.#byte(rest);
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    for (; rest >= 128n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#byte(Number(rest));
  }

  #floatBytes(value: number): void {
    this.#reserve(4);
    new DataView(this.#buffer.buffer).setFloat32(this.#used, value, true);
    this.#used += 4;
    this.#length += 4;
  }

  #reserve(count: number): void {
    if (this.#used + count <= this.#buffer.length) return;
    this.#flush();
    this.#buffer = new Uint8Array(Math.max(count, largerBuffer));
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#parts.push(this.#buffer.subarray(0, this.#used));
    this.#buffer = new Uint8Array(firstBuffer);
    this.#used = 0;
  }
}

// ---------------------------------------------------------------------------------------------

const utf8 = new TextEncoder();
const firstBuffer = 64;
const largerBuffer = 1024;
/** Parts up to this many bytes are gathered; larger ones are kept apart and not copied twice. */
const smallPart = 256;
