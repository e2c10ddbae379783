/** Packed and 16-bit weights as words for the GPU: codes as they are, two f16 a word, four zero points a word. */
import type { DenseStorage, PackedStorage } from '../../../graph/graph.ts';
import { toHalf } from '../../../tensor/half.ts';
import type { PackedMatrix } from '../../../tensor/packed.ts';
import { scaleCount, scalesToHalf, wordsPerRow } from '../../../tensor/packed.ts';
import type { PreparedSpec } from '../lowering/lowering.ts';

/** What to upload for a packed matrix; layouts as in `PackedRefs`. */
export function packedSpecs(storage: PackedStorage): {
  readonly codes: PreparedSpec;
  readonly scales: PreparedSpec;
  readonly zeroPoints: PreparedSpec | undefined;
} {
  const { layout } = storage;
  const scales = scaleCount(layout);
  const half = layout.scaleDType === 'f16';
  const load = sharedLoad(storage, layout.symmetric ? 2 : 3);
  return {
    codes: {
      element: 'u32',
      count: layout.rows * wordsPerRow(layout),
      load: async () => (await load()).codes,
    },
    scales: {
      element: half ? 'u32' : 'f32',
      count: half ? Math.ceil(scales / 2) : scales,
      load: async () => scaleWords(await load(), half),
    },
    zeroPoints: layout.symmetric
      ? undefined
      : { element: 'u32', count: Math.ceil(scales / 4), load: async () => zeroPointWords(await load()) },
  };
}

/** A dense f16 parameter of `count` elements as words of two. */
export function halfSpec(storage: DenseStorage, count: number): PreparedSpec {
  const load = async () => {
    const data = await storage.load();
    return halfWords(data instanceof Uint16Array ? data : Uint16Array.from(data as Float32Array, toHalf));
  };
  return { element: 'u32', count: Math.ceil(count / 2), load };
}

// ---------------------------------------------------------------------------------------------

/** Reads a matrix once for its several parts, and lets go of it after as many uses. */
function sharedLoad(storage: PackedStorage, uses: number): () => Promise<PackedMatrix> {
  let pending: Promise<PackedMatrix> | undefined;
  let left = uses;
  return async () => {
    pending ??= storage.load();
    const matrix = pending;
    left -= 1;
    if (left === 0) {
      pending = undefined;
      left = uses;
    }
    return matrix;
  };
}

const scaleWords = ({ scales }: PackedMatrix, half: boolean): Uint32Array | Float32Array =>
  half ? halfWords(scalesToHalf(scales)) : scales;

function halfWords(halves: Uint16Array): Uint32Array {
  const padded = new Uint16Array(Math.ceil(halves.length / 2) * 2);
  padded.set(halves);
  return new Uint32Array(padded.buffer);
}

function zeroPointWords({ zeroPoints }: PackedMatrix): Uint32Array {
  const padded = new Uint8Array(Math.ceil((zeroPoints?.length ?? 0) / 4) * 4);
  if (zeroPoints) padded.set(zeroPoints);
  return new Uint32Array(padded.buffer);
}
