/** ValueInfoProto: name, element type and shape of an input or output. */
import type { DType } from '../../tensor/dtype.ts';
import type { Dim } from '../../tensor/shape.ts';
import { dtypeOfCode, wordOfCode } from './elementTypes.ts';
import { mostDimensions } from './limits.ts';
import { atByte, refuse } from './malformed.ts';
import type { Field, Message } from './wire.ts';
import { fieldsOf, integer, submessage, text } from './wire.ts';

export interface RawValue {
  readonly name: string;
  /** Undefined when the element type is none of ours, or the value is no tensor. */
  readonly dtype: DType | undefined;
  /** The element type or kind in ONNX's words. */
  readonly word: string;
  /** Undefined when the file gives no shape; a dimension that it leaves open is named after its place. */
  readonly shape: readonly Dim[] | undefined;
}

/** @throws FileError `onnx/malformed` for more dimensions than a tensor has, or one below -1 */
export function parseValueInfo(message: Message): RawValue {
  let name = '';
  let type: Message | undefined;
  for (const field of fieldsOf(message)) {
    if (field.number === 1) name = text(message, field);
    if (field.number === 2) type = submessage(message, field, 'the type of a value');
  }
  const described = type ? parseType({ ...type, thing: `value "${name}"` }, name) : { word: 'untyped', code: 0 };
  return { name, dtype: dtypeOfCode(described.code), word: described.word, shape: described.shape };
}

// ---------------------------------------------------------------------------------------------

/** TypeProto: the field that is set says what kind of value it is. */
const otherKinds: Readonly<Record<number, string>> = { 4: 'sequence', 5: 'map', 8: 'sparse tensor', 9: 'optional' };

interface RawType {
  readonly word: string;
  readonly code: number;
  readonly shape?: readonly Dim[];
}

function parseType(message: Message, name: string): RawType {
  for (const field of fieldsOf(message)) {
    if (field.number === 1) return parseTensorType(submessage(message, field, message.thing), name);
    const other = otherKinds[field.number];
    if (other) return { word: other, code: 0 };
  }
  return { word: 'untyped', code: 0 };
}

function parseTensorType(message: Message, name: string): RawType {
  let code = 0;
  let shape: Dim[] | undefined;
  for (const field of fieldsOf(message)) {
    if (field.number === 1) code = integer(message, field);
    if (field.number === 2) shape = parseShape(submessage(message, field, message.thing), name);
  }
  return { word: wordOfCode(code), code, ...(shape ? { shape } : {}) };
}

function parseShape(message: Message, name: string): Dim[] {
  const shape: Dim[] = [];
  for (const field of fieldsOf(message)) {
    if (field.number !== 1) continue;
    if (shape.length === mostDimensions)
      refuse('malformed', message.file, `${message.thing} has more than ${mostDimensions} dimensions; no tensor has.`);
    shape.push(parseDimension(message, field, `${name}.${shape.length}`));
  }
  return shape;
}

function parseDimension(message: Message, field: Field, open: string): Dim {
  const dimension = submessage(message, field, message.thing);
  let dim: Dim = open;
  for (const part of fieldsOf(dimension)) {
    if (part.number === 1) dim = integer(dimension, part);
    if (part.number === 2) dim = text(dimension, part) || open;
  }
  if (typeof dim === 'string' || dim >= 0) return dim;
  // Some exporters write -1 for a dimension that is open.
  if (dim === -1) return open;
  return refuse(
    'malformed',
    message.file,
    `${message.thing} has a dimension of ${dim} at ${atByte(field.offset)}; it must be 0 or more.`,
    { offset: field.offset, dim },
  );
}
