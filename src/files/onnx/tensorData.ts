/** Elements of a TensorProto as typed arrays: raw bytes (little-endian), typed fields, external files. */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { DType, TensorData } from '../../tensor/dtype.ts';
import { bytesOf, createData, dtypes } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { count, refuse } from './malformed.ts';
import type { TensorRecord } from './tensorProto.ts';
import { describeTensor, externalLength, parseTensorRecord, typedFields } from './tensorProto.ts';
import type { Field, Message } from './wire.ts';
import { eachVarint, expectMultiple, expectWire, fieldsOf, payload } from './wire.ts';

/**
 * Reads a tensor's elements.
 *
 * @param source the file that holds them: the model, or the external file that the record names
 * @throws FileError `onnx/tensor-size` when there are more or fewer elements than the shape says
 */
export async function loadTensorData(record: TensorRecord, dtype: DType, source: ByteSource): Promise<TensorData> {
  const { payload: where } = record;
  const elements = sizeOf(record.shape);
  if (where.kind === 'external')
    return fromRaw(dtype, elements, await source.read(where.offset, externalLength(record, dtype, source)));
  const bytes = await source.read(where.offset, where.length);
  if (where.kind === 'raw') return fromRaw(dtype, elements, bytes);
  const message = { file: source.name, thing: `tensor "${record.name}"`, bytes, offset: where.offset };
  return fromTyped(record, dtype, elements, message);
}

/** A tensor that lies in memory, in an attribute; undefined when its dtype is none of ours. */
export function parseTensor(message: Message): Tensor | undefined {
  const record = parseTensorRecord(message);
  const { dtype, shape, payload: where } = record;
  if (dtype === undefined || where.kind === 'external') return undefined;
  if (where.kind === 'typed') return { dtype, shape, data: fromTyped(record, dtype, sizeOf(shape), message) };
  const start = where.offset - message.offset;
  return { dtype, shape, data: fromRaw(dtype, sizeOf(shape), message.bytes.subarray(start, start + where.length)) };
}

/** Typed data from little-endian bytes; two 4-bit integers a byte, the lower nibble first. Copies. */
function fromRaw(dtype: DType, elements: number, bytes: Uint8Array): TensorData {
  if (dtype === 'i4' || dtype === 'u4') return unpackNibbles(dtype, elements, bytes);
  const copy = bytes.slice(0, bytesOf(dtype, elements));
  return new dtypes[dtype].array(copy.buffer, 0, elements);
}

// ---------------------------------------------------------------------------------------------

function unpackNibbles(dtype: 'i4' | 'u4', elements: number, bytes: Uint8Array): TensorData {
  const data = createData(dtype, elements);
  for (let i = 0; i < elements; i++) {
    const nibble = (bytes[i >> 1] >> (4 * (i & 1))) & 15;
    data[i] = dtype === 'i4' && nibble > 7 ? nibble - 16 : nibble;
  }
  return data;
}

/** The typed field in which onnx.proto puts a dtype. */
function typedFieldOf(dtype: DType): number {
  if (dtype === 'f32') return typedFields.float;
  if (dtype === 'i64') return typedFields.int64;
  return dtype === 'u32' ? typedFields.uint64 : typedFields.int32;
}

function fromTyped(record: TensorRecord, dtype: DType, elements: number, message: Message): TensorData {
  const nibbles = dtype === 'i4' || dtype === 'u4';
  const stored = nibbles ? createData('u8', Math.ceil(elements / 2)) : createData(dtype, elements);
  const number = typedFieldOf(dtype);
  let at = 0;
  for (const field of fieldsOf(message)) if (field.number === number) at = append(message, field, dtype, stored, at);
  if (at !== stored.length)
    refuse(
      'tensor-size',
      message.file,
      `${describeTensor(record)} needs ${count(stored.length)} stored values, but ${count(at)} are there.`,
      { tensor: record.name, want: stored.length, got: at },
    );
  return nibbles && stored instanceof Uint8Array ? unpackNibbles(dtype, elements, stored) : stored;
}

/** Appends one field's values; returns the position after them, counting on past the end so that a surplus is seen. */
function append(message: Message, field: Field, dtype: DType, out: TensorData, start: number): number {
  if (dtype === 'f32') return appendFloats(message, field, out, start);
  let at = start;
  const put = (low: number, high: number): void => {
    if (at < out.length) {
      if (out instanceof BigInt64Array) out[at] = (BigInt(high) << 32n) | BigInt(low);
      else out[at] = dtype === 'bool' ? Number(low !== 0) : low;
    }
    at++;
  };
  if (field.wire === 0) put(field.low, field.high);
  else {
    expectWire(message, field, 2);
    eachVarint(message, field, put);
  }
  return at;
}

function appendFloats(message: Message, field: Field, out: TensorData, start: number): number {
  if (field.wire !== 5) expectWire(message, field, 2);
  expectMultiple(message, field, 4);
  const bytes = payload(message, field);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < bytes.length / 4 && start + i < out.length; i++) out[start + i] = view.getFloat32(4 * i, true);
  return start + bytes.length / 4;
}
