/**
 * A graph as bytes and back, whole: packed weights, states and marks as they are. For what a run keeps of its own between
 * stages and over a reload; not a format for others, who get ONNX or safetensors.
 *
 * Layout: header length u32, header (JSON in which arrays of numbers are references), then the arrays one after another,
 * each at a multiple of 8, and at the end the FNV-1a hash of all before it.
 */
import { DecantError } from '../../core/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { hashOf } from '../../training/checkpoint.ts';
import type { PlainGraph } from '../plainGraph.ts';
import { fromPlainGraph, toPlainGraph } from '../plainGraph.ts';

export async function graphToBytes(graph: Graph): Promise<Uint8Array> {
  const arrays: Uint8Array[] = [];
  let offset = 0;
  const refer = (view: ArrayBufferView): Reference => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const reference: Reference = { array: kindOf(view), offset, bytes: bytes.length };
    arrays.push(bytes);
    offset = aligned(offset + bytes.length);
    return reference;
  };
  const plain = await toPlainGraph(graph);
  const header = new TextEncoder().encode(
    JSON.stringify(plain, (_, value: unknown) => (ArrayBuffer.isView(value) ? refer(value) : boxed(value))),
  );
  const start = aligned(4 + header.length);
  const bytes = new Uint8Array(start + offset + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(array, at);
    at = aligned(at + array.length);
  }
  view.setUint32(bytes.length - 4, hashOf(bytes.subarray(0, bytes.length - 4)), true);
  return bytes;
}

/** @throws DecantError `training/file` when the bytes are not whole */
export function graphFromBytes(bytes: Uint8Array, name: string): Graph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = bytes.length - 4;
  if (body < 4 || hashOf(bytes.subarray(0, body)) !== view.getUint32(body, true))
    throw new DecantError('training/file', `${name} is not whole; run its step again.`, { name });
  const length = view.getUint32(0, true);
  const start = aligned(4 + length);
  const header = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  const plain: PlainGraph = JSON.parse(header, (_, value: unknown) =>
    isReference(value)
      ? new arrays[value.array](bytes.slice(start + value.offset, start + value.offset + value.bytes).buffer)
      : unboxed(value),
  );
  return fromPlainGraph(plain);
}

// ---------------------------------------------------------------------------------------------

const arrays = {
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};

interface Reference {
  readonly array: keyof typeof arrays;
  readonly offset: number;
  readonly bytes: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function kindOf(view: ArrayBufferView): keyof typeof arrays {
  const found = Object.entries(arrays).find(([, kind]) => view instanceof kind);
  if (found) return found[0] as keyof typeof arrays;
  throw new DecantError('training/file', `A graph with a ${view.constructor.name} cannot be kept.`);
}

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'array' in value && 'offset' in value && 'bytes' in value;

/** JSON has no infinities. */
const boxed = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;

const unboxed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'string'
    ? Number(value.number)
    : value;
