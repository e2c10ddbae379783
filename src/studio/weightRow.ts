/** One row of a packed weight as numbers that can be followed by hand: values, scale, codes, bytes, and whose bit is whose. */
import { DecantError } from '../core/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../graph/parameterData.ts';
import type { PackedLayout } from '../tensor/packed.ts';
import { blockCodes, packedFormats, scaleIndex, symmetricZero, unpackCodes, wordsPerRow } from '../tensor/packed.ts';
import type { WeightRow } from './apiViews.ts';

/** Weights that are shown: what fits beside each other on a wide screen. */
const mostShown = 8;

/**
 * @param graph the compressed model; the weight must be packed in it
 * @param before the model that it was made from
 * @throws DecantError `studio/parameter` when the weight is missing, `studio/not-packed` when it holds floats
 */
export async function weightRow(graph: Graph, before: Graph, name: string, row = 0): Promise<WeightRow> {
  const storage = graph.parameters.get(name)?.storage;
  const original = before.parameters.get(name);
  if (!storage || !original)
    throw new DecantError('studio/parameter', `The model has no weight "${name}"; choose one of its layers.`, { name });
  if (storage.kind !== 'packed')
    throw new DecantError('studio/not-packed', `The weight "${name}" holds floats; give it 8 bits or fewer.`, { name });
  const { layout, orientation } = storage;
  const { rows, columns, bits, symmetric } = layout;
  const matrix = await storage.load();
  const dense = Float32Array.from((await loadParameter(original)).data as ArrayLike<number>);
  const values = orientation === 'rows' ? dense : transposeMatrix(dense, columns, rows);
  const at = Math.min(rows - 1, Math.max(0, Math.floor(row)));
  const shown = Math.min(mostShown, columns, layout.groupSize);
  const unit = scaleIndex(layout, at, 0);
  const words = matrix.codes.subarray(at * wordsPerRow(layout), (at + 1) * wordsPerRow(layout));
  return {
    rows,
    columns,
    row: at,
    bits,
    symmetric,
    scale: matrix.scales[unit],
    zero: matrix.zeroPoints?.[unit] ?? symmetricZero(bits),
    shares: layout.strategy === 'tensor' ? rows * columns : Math.min(columns, layout.groupSize),
    values: Array.from(values.subarray(at * columns, at * columns + shown)),
    codes: Array.from(unpackCodes(bits, 1, columns, words).subarray(0, shown)),
    ...bytesOf(layout, words, shown),
  };
}

// ---------------------------------------------------------------------------------------------

/** The bytes that hold the first `shown` codes, plane by plane, with the origin of each of their bits, highest bit first. */
function bytesOf({ bits }: PackedLayout, words: Uint32Array, shown: number): Pick<WeightRow, 'bytes' | 'origin'> {
  const bytes: number[] = [];
  const origin: WeightRow['origin'][number][] = [];
  let [word, shift] = [0, 0];
  for (const width of packedFormats[bits].planes) {
    for (let byte = 0; byte < Math.ceil((shown * width) / 8); byte++) {
      bytes.push((words[word + (byte >>> 2)] >>> ((byte & 3) * 8)) & 0xff);
      const low = shift;
      origin.push(
        Array.from({ length: 8 }, (_, i) => {
          const place = byte * 8 + (7 - i);
          const weight = Math.floor(place / width);
          return weight < shown ? { weight, bit: low + (place % width) } : null;
        }),
      );
    }
    word += (blockCodes * width) / 32;
    shift += width;
  }
  return { bytes, origin };
}
