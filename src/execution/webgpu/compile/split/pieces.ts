/**
 * A parameter cut into pieces along one axis, each a parameter of its own whose data is read when it is uploaded. A
 * storage is read whole or not at all, so pieces that are asked for together share one reading, and let go of it with
 * it; rows that lie together are views of it, never copies. Decides nothing about where to cut.
 */
import type { DenseStorage, PackedStorage, Parameter, Storage } from '../../../../graph/graph.ts';
import type { TensorData } from '../../../../tensor/dtype.ts';
import type { PackedMatrix } from '../../../../tensor/packed.ts';
import { groupsPerRow, wordsPerRow } from '../../../../tensor/packed.ts';
import { sizeOf } from '../../../../tensor/shape.ts';

/** Slices `start` to `start + count` of an axis. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/**
 * The storage of each piece, in order. Asked again with the same ranges it gives the same objects, so that plans over
 * one parameter share its uploads.
 *
 * @param axis of the parameter's shape; that of the matrix's rows where it is packed
 */
export function storagesOf({ storage, shape }: Parameter, axis: number, ranges: readonly Range[]): readonly Storage[] {
  const key = JSON.stringify([shape, axis, ranges]);
  const made = cuts.get(storage) ?? new Map<string, readonly Storage[]>();
  cuts.set(storage, made);
  const found = made.get(key);
  if (found) return found;
  const pieces = storage.kind === 'packed' ? cutPacked(storage, ranges) : cutDense(storage, shape, axis, ranges);
  made.set(key, pieces);
  return pieces;
}

// ---------------------------------------------------------------------------------------------

const cuts = new WeakMap<Storage, Map<string, readonly Storage[]>>();

function cutDense(storage: DenseStorage, shape: readonly number[], axis: number, ranges: readonly Range[]): Storage[] {
  const whole = readTogether(() => storage.load());
  return ranges.map((range) => ({ ...storage, load: async () => sliced(await whole(), shape, axis, range) }));
}

function sliced(data: TensorData, shape: readonly number[], axis: number, { start, count }: Range): TensorData {
  const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  if (outer === 1) return data.subarray(start * inner, (start + count) * inner);
  const piece = data.slice(0, outer * count * inner);
  const [from, to] = [bytesOf(data), bytesOf(piece)];
  const [row, first, width] = [shape[axis] * inner, start * inner, count * inner].map(
    (n) => n * data.BYTES_PER_ELEMENT,
  );
  for (let i = 0; i < outer; i++) to.set(from.subarray(i * row + first, i * row + first + width), i * width);
  return piece;
}

const bytesOf = (data: TensorData): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function cutPacked(storage: PackedStorage, ranges: readonly Range[]): Storage[] {
  const whole = readTogether(() => storage.load());
  return ranges.map((range) => ({
    ...storage,
    layout: { ...storage.layout, rows: range.count },
    load: async () => packedRows(await whole(), range),
  }));
}

/** Some rows of a packed matrix: whole words of codes, with the scales and zero points of these rows. */
function packedRows({ layout, codes, scales, zeroPoints }: PackedMatrix, { start, count }: Range): PackedMatrix {
  const [words, groups] = [wordsPerRow(layout), groupsPerRow(layout)];
  const one = layout.strategy === 'tensor';
  const [first, end] = one ? [0, 1] : [start * groups, (start + count) * groups];
  return {
    layout: { ...layout, rows: count },
    codes: codes.subarray(start * words, (start + count) * words),
    scales: scales.subarray(first, end),
    ...(zeroPoints && { zeroPoints: zeroPoints.subarray(first, end) }),
  };
}

/** One reading for all who ask until it is there; later it is read again, since nothing is held. */
function readTogether<T>(load: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  const done = () => {
    pending = undefined;
  };
  return () => {
    if (pending) return pending;
    const reading = load();
    pending = reading;
    reading.then(done, done);
    return reading;
  };
}
