/**
 * npy arrays, one a file or several in a zip (npz): a magic, a version, a header written as a Python dict, numbers.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (versions 1.0 to 3.0).
 */
import { formatShape, sizeOf, stridesOf } from '../../tensor/shape.ts';
import type { DataArray } from './arrays.ts';
import { datasetFromArrays, namedLabels, namedSamples } from './arrays.ts';
import type { NumberTypeName } from './numbers.ts';
import { decodeValues, numberTypes } from './numbers.ts';
import type { DataFile, DataReader } from './reader.ts';
import { archiveOf, baseName, checkBytes, refusal } from './reader.ts';

export const npyReader: DataReader = {
  format: 'npy or npz',
  match: ({ head }) => MAGIC.every((byte, i) => head[i] === byte),
  read: async (files, { limit }) => {
    const chosen = chooseArrays(files);
    const arrays = await Promise.all(chosen.map((file) => readNpy(file, limit)));
    return datasetFromArrays(arrays, archiveOf(files));
  },
};

// ---------------------------------------------------------------------------------------------------------------------

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];

/** Structured types write long headers; ours never need this much. */
const MAX_HEADER_BYTES = 65_536;

interface NpyHeader {
  readonly type: NumberTypeName;
  readonly littleEndian: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly offset: number;
}

/** Of many arrays those whose names say samples and labels; where there are test and training arrays, the test ones. */
function chooseArrays(files: readonly DataFile[]): readonly DataFile[] {
  if (files.length <= 2) return files;
  const held = files.filter(({ name }) => /test|val/i.test(baseName(name)));
  const from = held.length > 0 ? held : files;
  const named = [namedSamples, namedLabels].map((says) => from.filter(({ name }) => says(arrayName(name))));
  return named.every((found) => found.length === 1) ? named.flat() : from;
}

const arrayName = (path: string): string => baseName(path).replace(/\.npy$/i, '');

async function readNpy(file: DataFile, limit = Infinity): Promise<DataArray> {
  const { type, littleEndian, fortran, shape, offset } = await readHeader(file);
  const { bytes: width, integer } = numberTypes[type];
  const wanted = offset + sizeOf(shape) * width;
  if (wanted !== file.source.size) throw wrongSize(file, shape, wanted);
  const kept = fortran ? shape : [Math.min(shape[0], limit), ...shape.slice(1)];
  const length = sizeOf(kept) * width;
  checkBytes(file.name, length);
  const values = decodeValues(await file.source.read(offset, length), type, littleEndian);
  return { name: arrayName(file.name), shape: kept, values: fortran ? rowMajor(values, shape) : values, integer };
}

async function readHeader(file: DataFile): Promise<NpyHeader> {
  const { name, source, head } = file;
  const version = head[6];
  const wide = version >= 2;
  const start = wide ? 12 : 10;
  if (version < 1 || version > 3)
    throw refusal('npy', name, `version ${version} at byte 6 is unknown; save it as version 1, 2 or 3.`);
  if (head.length < start)
    throw refusal('npy', name, `ends at byte ${head.length}, within its header; fetch it again.`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > MAX_HEADER_BYTES || start + length > source.size) throw wrongHeader(file, length, start);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(await source.read(start, length));
  return { ...parseType(file, text), ...parseShape(file, text), offset: start + length };
}

function parseType({ name }: DataFile, text: string): Pick<NpyHeader, 'type' | 'littleEndian' | 'fortran'> {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const [, order, type] = /^([<>|=]?)([a-z]\d+|\?)$/.exec(descr ?? '') ?? [];
  const known = type === '?' ? 'b1' : type;
  const order2 = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  if (known !== undefined && known in numberTypes && order2 !== undefined) {
    return { type: known as NumberTypeName, littleEndian: order !== '>', fortran: order2 === 'True' };
  }
  const list = Object.keys(numberTypes).join(', ');
  throw refusal(
    'npy',
    name,
    `the header says type ${descr ?? 'nothing'}; save it as one of ${list} without fields or objects.`,
    { descr },
  );
}

function parseShape({ name }: DataFile, text: string): { shape: readonly number[] } {
  const list = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  const shape =
    list
      ?.split(',')
      .filter((word) => word.trim() !== '')
      .map(Number) ?? [];
  if (shape.length > 0 && shape.every(Number.isSafeInteger)) return { shape };
  throw refusal(
    'npy',
    name,
    `the header's shape (${list ?? ''}) has no axis of samples; save an array whose first axis counts them.`,
  );
}

/** Column-major to row-major: the first axis runs fastest in the file. */
function rowMajor<T extends Uint8Array | Float32Array>(values: T, shape: readonly number[]): T {
  const out = values.slice();
  const strides = stridesOf(shape);
  const place = shape.map(() => 0);
  let to = 0;
  for (const value of values) {
    out[to] = value;
    for (let axis = 0; axis < shape.length; axis++) {
      to += strides[axis];
      place[axis]++;
      if (place[axis] < shape[axis]) break;
      to -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return out as T;
}

function wrongHeader({ name, source }: DataFile, length: number, start: number): Error {
  const sentence = `a header of ${length} bytes at byte ${start} does not fit (file ${source.size}, at most ${MAX_HEADER_BYTES}); fetch it again.`;
  return refusal('npy', name, sentence, { length, size: source.size });
}

function wrongSize({ name, source }: DataFile, shape: readonly number[], wanted: number): Error {
  const sentence = `its header promises ${formatShape(shape)} values, ${wanted} bytes in all, but it has ${source.size}; fetch it again.`;
  return refusal('npy', name, sentence, { shape, wanted, size: source.size });
}
