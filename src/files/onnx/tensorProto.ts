/**
 * TensorProto: what it is (name, dtype, shape) apart from where its elements lie (raw bytes, typed fields, another
 * file). Elements are read only when they are asked for. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { DType } from '../../tensor/dtype.ts';
import { bytesOf, dtypes } from '../../tensor/dtype.ts';
import { formatShape, sizeOf } from '../../tensor/shape.ts';
import { dtypeOfCode, wordOfCode } from './elementTypes.ts';
import { largestText, mostDimensions, mostElements } from './limits.ts';
import { atByte, count, refuse } from './malformed.ts';
import type { SourceWindow } from './sourceWindow.ts';
import type { Field, Message } from './wire.ts';
import { fieldsOf, integer, integers, submessage, text } from './wire.ts';

/** Where the elements of a tensor lie in the file. */
export type TensorPayload =
  | { readonly kind: 'raw'; readonly offset: number; readonly length: number }
  /** float_data, int32_data and the like: the whole TensorProto is walked again when it is loaded. */
  | { readonly kind: 'typed'; readonly offset: number; readonly length: number }
  | { readonly kind: 'external'; readonly location: string; readonly offset: number; readonly length?: number };

/** A tensor of the file, its elements not yet read. */
export interface TensorRecord {
  readonly name: string;
  /** ONNX's code of the element type; `dtype` is undefined when it is none of ours. */
  readonly code: number;
  readonly dtype: DType | undefined;
  readonly shape: readonly number[];
  readonly payload: TensorPayload;
}

/** Field numbers of TensorProto that hold elements one by one. */
export const typedFields = { float: 4, int32: 5, string: 6, int64: 7, double: 10, uint64: 11 } as const;
const typedNumbers: ReadonlySet<number> = new Set(Object.values(typedFields));
const rawField = 9;

/** Reads an initializer's description, skipping over its elements. */
export async function readTensorRecord(window: SourceWindow, field: Field): Promise<TensorRecord> {
  const draft = createDraft(window.source.name, field.offset, field.length);
  for await (const part of window.fields('an initializer', field.offset, field.offset + field.length)) {
    const bulky = part.number === rawField || typedNumbers.has(part.number);
    const message = { file: draft.file, thing: draft.thing, offset: part.offset, bytes: empty };
    if (bulky) visit(draft, message, part);
    else visit(draft, { ...message, bytes: await payloadOf(window, draft, part) }, part);
  }
  return finish(draft);
}

/** Reads the description of a tensor that lies in memory (in an attribute). */
export function parseTensorRecord(message: Message): TensorRecord {
  const draft = createDraft(message.file, message.offset, message.bytes.length, message.thing);
  for (const part of fieldsOf(message)) visit(draft, message, part);
  return finish(draft);
}

/** "initializer "w"" with its shape, for messages. */
export const describeTensor = (record: Pick<TensorRecord, 'name' | 'code' | 'shape'>): string =>
  `tensor "${record.name}" (${wordOfCode(record.code)} ${formatShape(record.shape)})`;

/** Stops unless the elements of `source` are where an external tensor says they are. Returns their length. */
export function externalLength(record: TensorRecord, dtype: DType, source: ByteSource): number {
  if (record.payload.kind !== 'external') return 0;
  const { offset } = record.payload;
  const want = bytesOf(dtype, sizeOf(record.shape));
  const length = record.payload.length ?? want;
  if (length === want && Number.isSafeInteger(offset) && offset >= 0 && offset + length <= source.size) return length;
  return refuse(
    'external-range',
    source.name,
    `${describeTensor(record)} should lie at ${atByte(offset)} with ${count(length)} bytes and needs ${count(want)}, but the file has ${count(source.size)}. Drop the file that belongs to this model.`,
    { tensor: record.name, offset, length, want, size: source.size },
  );
}

// ---------------------------------------------------------------------------------------------

const empty = new Uint8Array(0);

interface Draft {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  thing: string;
  name: string;
  code: number;
  readonly dims: number[];
  raw?: { offset: number; length: number };
  typed: boolean;
  location: number;
  readonly external: Map<string, string>;
}

function createDraft(file: string, offset: number, length: number, thing = 'an initializer'): Draft {
  return { file, offset, length, thing, name: '', code: 0, dims: [], typed: false, location: 0, external: new Map() };
}

async function payloadOf(window: SourceWindow, draft: Draft, part: Field): Promise<Uint8Array> {
  if (part.wire !== 2) return window.bytes(part.offset, part.length);
  return (await window.message(part, `a field of ${draft.thing}`, largestText)).bytes;
}

function visit(draft: Draft, message: Message, field: Field): void {
  switch (field.number) {
    case 1:
      for (const dim of dimensions(draft, message, field)) draft.dims.push(dim);
      break;
    case 2:
      draft.code = integer(message, field);
      break;
    case 8:
      draft.name = text(message, field);
      draft.thing = `tensor "${draft.name}"`;
      break;
    case rawField:
      draft.raw = { offset: field.offset, length: field.length };
      break;
    case 13:
      readEntry(draft, submessage(message, field, `external data of ${draft.thing}`));
      break;
    case 14:
      draft.location = integer(message, field);
      break;
    default:
      if (typedNumbers.has(field.number)) draft.typed = true;
  }
}

function dimensions(draft: Draft, message: Message, field: Field): number[] {
  const dims = integers(message, field);
  if (draft.dims.length + dims.length > mostDimensions)
    refuse(
      'malformed',
      draft.file,
      `${draft.thing} has more than ${mostDimensions} dimensions at ${atByte(field.offset)}; no tensor has.`,
      { offset: field.offset },
    );
  for (const dim of dims)
    if (dim < 0)
      refuse(
        'malformed',
        draft.file,
        `${draft.thing} has a dimension of ${dim} at ${atByte(field.offset)}; it must be 0 or more.`,
        {
          offset: field.offset,
          dim,
        },
      );
  return dims;
}

function readEntry(draft: Draft, message: Message): void {
  let key = '';
  let value = '';
  for (const field of fieldsOf(message)) {
    if (field.number === 1) key = text(message, field);
    if (field.number === 2) value = text(message, field);
  }
  draft.external.set(key, value);
}

function finish(draft: Draft): TensorRecord {
  const { name, code, dims } = draft;
  const record = { name, code, dtype: dtypeOfCode(code), shape: dims, payload: payloadFor(draft) };
  if (sizeOf(dims) > mostElements)
    refuse(
      'malformed',
      draft.file,
      `${describeTensor(record)} at ${atByte(draft.offset)} would hold more than ${count(mostElements)} elements.`,
      { offset: draft.offset },
    );
  checkRaw(draft, record);
  return record;
}

function payloadFor(draft: Draft): TensorPayload {
  if (draft.location === 1 || (draft.external.has('location') && !draft.raw && !draft.typed)) {
    const length = draft.external.get('length');
    return {
      kind: 'external',
      location: draft.external.get('location') ?? '',
      offset: Number(draft.external.get('offset') ?? 0),
      ...(length === undefined ? {} : { length: Number(length) }),
    };
  }
  if (draft.raw && !draft.typed) return { kind: 'raw', ...draft.raw };
  return { kind: 'typed', offset: draft.offset, length: draft.length };
}

/** A shape that does not fit the bytes is found here, before anything of that size is made. */
function checkRaw(draft: Draft, record: TensorRecord): void {
  if (record.dtype === undefined || record.payload.kind === 'external') return;
  const elements = sizeOf(record.shape);
  const { kind, offset, length } = record.payload;
  const want = bytesOf(record.dtype, elements);
  if (kind === 'raw' && length !== want)
    refuse(
      'tensor-size',
      draft.file,
      `${describeTensor(record)} needs ${count(want)} bytes, but ${count(length)} are stored at ${atByte(offset)}.`,
      { tensor: record.name, want, length, offset },
    );
  // Typed elements take at least one byte each (two int4 a varint), so a count far above the bytes is a lie.
  const most = dtypes[record.dtype].bits === 4 ? 2 * length : length;
  if (kind === 'typed' && elements > most)
    refuse(
      'tensor-size',
      draft.file,
      `${describeTensor(record)} needs ${count(elements)} elements, but only ${count(length)} bytes describe it at ${atByte(offset)}.`,
      { tensor: record.name, elements, length, offset },
    );
}
