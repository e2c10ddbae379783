/** Damage to the header of a safetensors file: shapes, offsets, dtypes and names that lie, JSON that is none. */
import type { Random } from '../../core/random.ts';
import type { Mutated } from './mutateBytes.ts';
import { joined } from './protoTree.ts';

/** One seeded mutation of a valid safetensors file's header. */
export function mutateSafetensors(bytes: Uint8Array, random: Random): Mutated {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  const name = names[random.integer(names.length)];
  const kind = kinds[random.integer(kinds.length)];
  const about = kind(header, name, random, names);
  return { about, bytes: withHeader(JSON.stringify(header), bytes.subarray(8 + length)) };
}

/** A file of any header text and data; the length is the text's unless another is given. */
export function withHeader(text: string, data: Uint8Array, length?: bigint): Uint8Array {
  const encoded = new TextEncoder().encode(text);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, length ?? BigInt(encoded.length), true);
  return joined([prefix, encoded, data]);
}

// ---------------------------------------------------------------------------------------------------------------------

/** As a stranger may write it. */
type Header = Record<string, unknown>;

type Kind = (header: Header, name: string, random: Random, names: readonly string[]) => string;

const kinds: readonly Kind[] = [
  wrongShape,
  wrongOffsets,
  wrongOffsets,
  wrongDType,
  renamed,
  missing,
  wrongEntry,
  wrongField,
];

const shapes: readonly unknown[] = [
  [-1],
  [-7, 3],
  [0],
  [],
  [1.5],
  ['3', '3'],
  [null],
  null,
  'twelve',
  { length: 2 },
  [2 ** 53],
  [2 ** 53, 2 ** 53],
  [2 ** 31, 2 ** 31],
  [1e308, 1e308],
  Array(33).fill(1),
  [[2], [3]],
];

const offsets: readonly unknown[] = [
  [0],
  [0, 0],
  [0, 1, 2],
  [8, 4],
  [-8, 0],
  [0, 2 ** 53],
  [2 ** 53, 2 ** 53 + 8],
  [2 ** 63, 2 ** 63],
  ['0', '8'],
  [0.5, 8.5],
  null,
  'all',
  [null, null],
];

const dtypes: readonly unknown[] = [
  'F8_E4M3',
  'F4',
  'f32',
  'STRING',
  '',
  'constructor',
  32,
  null,
  ['F32'],
  'BOOL',
  'I64',
];

const entries: readonly unknown[] = [null, 7, 'F32', [], [[]], true, {}, { dtype: 'F32' }];

function wrongShape(header: Header, name: string, random: Random): string {
  return put(header, name, 'shape', one(shapes, random));
}

function wrongOffsets(header: Header, name: string, random: Random, names: readonly string[]): string {
  if (random.integer(3) > 0) return put(header, name, 'data_offsets', one(offsets, random));
  const other = header[one(names, random)];
  return put(header, name, 'data_offsets', Reflect.get(Object(other), 'data_offsets'));
}

function wrongDType(header: Header, name: string, random: Random): string {
  return put(header, name, 'dtype', one(dtypes, random));
}

function renamed(header: Header, name: string, random: Random): string {
  const after = one(['', '__metadata__', 'constructor', 'a'.repeat(5000), '../../weights', '\u0000'], random);
  header[after] = header[name];
  delete header[name];
  return `tensor "${name}" is called "${after.slice(0, 20)}"`;
}

function missing(header: Header, name: string): string {
  delete header[name];
  return `tensor "${name}" missing`;
}

function wrongEntry(header: Header, name: string, random: Random): string {
  header[name] = one(entries, random);
  return `tensor "${name}" is ${JSON.stringify(header[name])}`;
}

function wrongField(header: Header, name: string, random: Random): string {
  const field = one(['dtype', 'shape', 'data_offsets'], random);
  return put(header, name, field, undefined);
}

function put(header: Header, name: string, field: string, value: unknown): string {
  header[name] = { ...Object(header[name]), [field]: value };
  return `${field} of tensor "${name}" is ${JSON.stringify(value) ?? 'missing'}`.slice(0, 160);
}

const one = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)];
