/** Packed weights of any layout with seeded codes, scales and zero points: for tests of files and kernels. */
import { createRandom } from '../core/random.ts';
import type { PackedStorage, Parameter } from '../graph/graph.ts';
import type { PackedLayout } from '../tensor/packed.ts';
import { packCodes, roundScale, scaleCount, symmetricZero } from '../tensor/packed.ts';

/** What a packed parameter is asked to be; the rest of its layout follows from its shape. */
export interface PackedWish {
  readonly bits: PackedLayout['bits'];
  readonly strategy: PackedLayout['strategy'];
  readonly groupSize?: number;
  readonly symmetric: boolean;
  readonly scaleDType: 'f16' | 'f32';
  readonly orientation: PackedStorage['orientation'];
}

/** A parameter of f32 whose storage is packed, with codes over the whole range of its width. */
export function packedParameter(name: string, shape: readonly number[], wish: PackedWish, seed = 1): Parameter {
  const rows = wish.orientation === 'rows' ? shape[0] : shape[1];
  const columns = shape.reduce((product, dim) => product * dim, 1) / rows;
  const { bits, strategy, symmetric, scaleDType, groupSize = 32 } = wish;
  const group = strategy === 'group' ? groupSize : columns;
  const layout: PackedLayout = { bits, rows, columns, strategy, groupSize: group, symmetric, scaleDType };
  const random = createRandom(seed);
  const codes = Uint8Array.from({ length: rows * columns }, () => random.integer(2 ** bits));
  const scales = Float32Array.from({ length: scaleCount(layout) }, () =>
    roundScale(0.01 + random.uniform(), scaleDType),
  );
  const zeroPoints = Uint8Array.from({ length: scaleCount(layout) }, () => random.integer(2 ** bits));
  const packed = packCodes(bits, rows, columns, codes, symmetricZero(bits));
  const matrix = { layout, codes: packed, scales, ...(symmetric ? {} : { zeroPoints }) };
  const storage: PackedStorage = { kind: 'packed', layout, orientation: wish.orientation, load: async () => matrix };
  return { name, dtype: 'f32', shape, storage };
}
