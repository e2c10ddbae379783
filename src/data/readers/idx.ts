/**
 * idx files, the form of MNIST: two zero bytes, a type, a rank, big-endian sizes, big-endian numbers.
 * Source: "The IDX file format" at the foot of http://yann.lecun.com/exdb/mnist/.
 */
import { formatShape, sizeOf } from '../../tensor/shape.ts';
import type { DataArray } from './arrays.ts';
import { datasetFromArrays } from './arrays.ts';
import type { NumberTypeName } from './numbers.ts';
import { decodeValues, numberTypes } from './numbers.ts';
import type { DataFile, DataReader } from './reader.ts';
import { archiveOf, baseName, checkBytes, refusal } from './reader.ts';

export const idxReader: DataReader = {
  format: 'idx',
  match: ({ head }) =>
    head.length >= 4 && head[0] === 0 && head[1] === 0 && head[2] in types && head[3] >= 1 && head[3] <= MAX_RANK,
  read: async (files, { limit }) => {
    const arrays = await Promise.all(files.map((file) => readIdx(file, limit)));
    return datasetFromArrays(arrays, archiveOf(files));
  },
};

// ---------------------------------------------------------------------------------------------------------------------

const types: Readonly<Record<number, NumberTypeName>> = {
  8: 'u1',
  9: 'i1',
  11: 'i2',
  12: 'i4',
  13: 'f4',
  14: 'f8',
};

/** A batch of volumes with channels has 5; beyond 8 the byte is no rank. */
const MAX_RANK = 8;

async function readIdx(file: DataFile, limit = Infinity): Promise<DataArray> {
  const { name, source, head } = file;
  const type = types[head[2]];
  const shape = readShape(file);
  const { bytes: width, integer } = numberTypes[type];
  const offset = 4 + 4 * shape.length;
  const wanted = offset + sizeOf(shape) * width;
  if (wanted !== source.size) throw wrongSize(file, shape, wanted);
  const kept = [Math.min(shape[0], limit), ...shape.slice(1)];
  const length = sizeOf(kept) * width;
  checkBytes(name, length);
  const values = decodeValues(await source.read(offset, length), type, false);
  return { name: baseName(name), shape: kept, values, integer };
}

function readShape({ name, head }: DataFile): number[] {
  const rank = head[3];
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return Array.from({ length: rank }, (_, axis) => {
    const at = 4 + 4 * axis;
    if (at + 4 <= head.length) return view.getUint32(at);
    throw refusal(
      'idx',
      name,
      `the header ends at byte ${head.length}, within size ${axis + 1} of ${rank}; fetch the file again.`,
    );
  });
}

function wrongSize({ name, source }: DataFile, shape: readonly number[], wanted: number): Error {
  const problem = source.size < wanted ? 'it was cut short' : 'its header is wrong';
  const sentence = `its header promises ${formatShape(shape)} values, ${wanted} bytes in all, but it has ${source.size}; ${problem}, so fetch it again.`;
  return refusal('idx', name, sentence, { shape, wanted, size: source.size });
}
