/**
 * Products of a few rows with one or more square weights, in float32 or packed: what a linear layer is. With several
 * weights each result is the next product's input, which keeps a fast device busy for longer than a submit takes.
 */
import { createRandom } from '../../src/core/random.ts';
import type { PackedLayout, PackedMatrix } from '../../src/tensor/packed.ts';
import { dequantizeMatrix, wordsPerRow } from '../../src/tensor/packed.ts';
import type { Workload } from './workload.ts';
import { relativeError } from './workload.ts';

export interface ProductShape {
  readonly rows: number;
  /** K and N: weights are square. */
  readonly size: number;
  /** How many weights stand one after another; 1 when left out. */
  readonly layers?: number;
}

export interface Product extends Workload {
  readonly rows: number;
  readonly size: number;
  /** (rows, size) */
  readonly input: Float32Array;
  /** Each (size, size), K by N. */
  readonly weights: readonly Weight[];
}

/** A weight, and as what it is stored. `dense` gives it as (K, N) floats. */
export type Weight =
  | { readonly kind: 'f32'; dense(): Float32Array }
  | { readonly kind: 'packed'; readonly matrix: PackedMatrix; dense(): Float32Array };

/** How packed weights are to be stored. */
export type WeightFormat = Pick<PackedLayout, 'bits' | 'groupSize' | 'scaleDType'>;

/** Sums of up to 4096 float32 products stay well below this; 6e-7 is usual. */
const floatTolerance = 1e-5;

/** A product of float32 matrices. */
export function denseProduct(shape: ProductShape): Product {
  const { size } = shape;
  const weights = seeds(shape).map((seed) => denseWeight(size, seed));
  return product(shape, weights, size * size * 4, 'float32');
}

/** A product with weights packed by groups along K, symmetric. */
export function packedProduct(shape: ProductShape, format: WeightFormat): Product {
  const { size } = shape;
  const weights = seeds(shape).map((seed) => packedWeight(size, format, seed));
  const scaleBytes = format.scaleDType === 'f16' ? 2 : 4;
  const bytes = (size * size * format.bits) / 8 + size * Math.ceil(size / format.groupSize) * scaleBytes;
  return product(shape, weights, bytes, `int${format.bits}, groups of ${format.groupSize}`);
}

// ---------------------------------------------------------------------------------------------

const seeds = ({ layers = 1 }: ProductShape): number[] => Array.from({ length: layers }, (_, layer) => 100 + layer);

function product(
  { rows, size, layers = 1 }: ProductShape,
  weights: readonly Weight[],
  weightBytes: number,
  stored: string,
): Product {
  const random = createRandom(3);
  const input = Float32Array.from({ length: rows * size }, () => random.uniform() * 2 - 1);
  const times = layers > 1 ? `, ${layers} in a row` : '';
  return {
    about: `${rows} x ${size} times ${size} x ${size}, weights ${stored}${times}`,
    flops: 2 * rows * size * size * layers,
    bytes: (weightBytes + 2 * rows * size * 4) * layers,
    checkedRuns: 1,
    tolerance: floatTolerance * Math.max(1, layers / 4),
    errorOf: ([result]) => errorOfRows(result, rows, size, input, weights),
    rows,
    size,
    input,
    weights,
  };
}

/** Uniform, of a size that keeps results about as large as inputs. */
function denseWeight(size: number, seed: number): Weight {
  const random = createRandom(seed);
  const scale = Math.sqrt(3 / size);
  const values = Float32Array.from({ length: size * size }, () => (random.uniform() * 2 - 1) * scale);
  return { kind: 'f32', dense: () => values };
}

function packedWeight(size: number, { bits, groupSize, scaleDType }: WeightFormat, seed: number): Weight {
  const layout: PackedLayout = {
    bits,
    rows: size,
    columns: size,
    strategy: 'group',
    groupSize,
    symmetric: true,
    scaleDType,
  };
  const random = createRandom(seed);
  const codes = Uint32Array.from({ length: size * wordsPerRow(layout) }, () => random.uint32());
  const typical = Math.sqrt(12 / size) / 2 ** bits;
  const scales = Float32Array.from({ length: size * Math.ceil(size / groupSize) }, () => {
    const steps = Math.round((0.5 + random.uniform()) * 1024);
    return Math.fround((steps / 1024) * 2 ** Math.round(Math.log2(typical))); // Exact in f16 as well.
  });
  const matrix: PackedMatrix = { layout, codes, scales };
  return { kind: 'packed', matrix, dense: () => transposed(dequantizeMatrix(matrix), size) };
}

function transposed(values: Float32Array, size: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) out[column * size + row] = values[row * size + column];
  return out;
}

/** Multiply-adds that a check may cost: some seconds at most. */
const checkWork = 2 ** 27;

/** Computes some rows, spread over all of them, with every column, in float64. */
function errorOfRows(
  result: Float32Array,
  rows: number,
  size: number,
  input: Float32Array,
  weights: readonly Weight[],
): number {
  if (result.length !== rows * size) return Number.POSITIVE_INFINITY;
  const most = Math.max(1, Math.floor(checkWork / (size * size * weights.length)));
  const chosen = spread(rows, Math.min(rows, most));
  let values = chosen.map((row) => Float64Array.from(input.subarray(row * size, (row + 1) * size)));
  for (const weight of weights) values = timesWeight(values, weight.dense(), size);
  const got = chosen.map((row) => result.subarray(row * size, (row + 1) * size));
  return Math.max(...got.map((row, i) => relativeError(row, values[i])));
}

/** `count` of the numbers below `of`, first and last among them. */
const spread = (of: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (of - 1)) / (count - 1))));

function timesWeight(values: readonly Float64Array[], dense: Float32Array, size: number): Float64Array<ArrayBuffer>[] {
  return values.map((row) => {
    const out = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      const x = row[k];
      const start = k * size;
      for (let n = 0; n < size; n++) out[n] += x * dense[start + n];
    }
    return out;
  });
}
