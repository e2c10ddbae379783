/**
 * Packed storage into compressed-tensors `pack-quantized`: int32 words along K, scales [N, K/g], the logical shape, and
 * for asymmetric weights zero points packed along N. Source: pack_quantized.py and quantization/quant_config.py.
 */
import type { Parameter } from '../../graph/graph.ts';
import type { PackedLayout, PackedMatrix } from '../../tensor/packed.ts';
import { groupsPerRow, scaleCount, scalesToHalf, symmetricZero, unpackCodes } from '../../tensor/packed.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { FileTensor } from './fileTensor.ts';

export interface PackedParts {
  readonly tensors: readonly FileTensor[];
  readonly substitutions: readonly string[];
}

/** The tensors that stand for a packed weight; undefined when the parameter is not packed. */
export async function packedParts(parameter: Parameter): Promise<PackedParts | undefined> {
  const { name, storage } = parameter;
  if (storage.kind !== 'packed') return undefined;
  const matrix = await storage.load();
  const { bits, rows, columns, symmetric, strategy } = storage.layout;
  const width = containerOf(bits);
  const codes = widen(matrix, width);
  const tensors = [
    file(`${name}_packed`, 'I32', [rows, Math.ceil((columns * width) / 32)], packRows(codes, rows, columns, width)),
    scaleTensor(`${name}_scale`, matrix),
    file(`${name}_shape`, 'I64', [shapeOf(parameter).length], BigInt64Array.from(shapeOf(parameter), BigInt)),
  ];
  if (!symmetric) tensors.push(zeroTensor(`${name}_zero_point`, matrix, width));
  const substitutions = [
    ...(width === bits ? [] : [`"${name}" has ${bits} bits and is written in ${width}, which loaders know.`]),
    ...(strategy === 'tensor' ? [`"${name}" has one scale, written once a row.`] : []),
    ...(parameter.shape.length > 2
      ? [`"${name}" is a convolution; Decant opens it again, loaders of Linear layers do not.`]
      : []),
    ...(storage.orientation === 'columns' ? [`"${name}" is written as [out, in], the way a Linear layer has it.`] : []),
  ];
  return { tensors, substitutions };
}

/** The block of config.json: the scheme that most weights have, and per-weight groups for the others. */
export function quantizationConfig(parameters: readonly Parameter[]): Record<string, unknown> {
  const groups = new Map<string, { weights: object; targets: string[] }>();
  for (const { name, storage } of parameters) {
    if (storage.kind !== 'packed') continue;
    const weights = schemeOf(storage.layout);
    const key = JSON.stringify(weights);
    const group = groups.get(key) ?? { weights, targets: [] };
    group.targets.push(name.replace(/\.weight$/, ''));
    groups.set(key, group);
  }
  const one = groups.size === 1;
  const entries = [...groups.values()].map(({ weights, targets }, i) => [
    `group_${i}`,
    { targets: one ? ['Linear'] : targets, weights, input_activations: null, output_activations: null },
  ]);
  return {
    quant_method: 'compressed-tensors',
    format: 'pack-quantized',
    quantization_status: 'compressed',
    config_groups: Object.fromEntries(entries),
    ignore: [],
    kv_cache_scheme: null,
    global_compression_ratio: null,
  };
}

// ---------------------------------------------------------------------------------------------

const containerOf = (bits: number): 4 | 8 => (bits <= 4 ? 4 : 8);

/** The shape that a Linear or Conv has: rows first. */
function shapeOf({ shape, storage }: Parameter): readonly number[] {
  const turned = storage.kind === 'packed' && storage.orientation === 'columns';
  return turned ? [...shape].reverse() : shape;
}

/** Codes of fewer bits keep their value when their zero moves to the container's. */
function widen({ layout, codes }: PackedMatrix, width: 4 | 8): Uint8Array {
  const { bits, rows, columns, symmetric } = layout;
  const shift = symmetric ? symmetricZero(width) - symmetricZero(bits) : 0;
  const unsigned = unpackCodes(bits, rows, columns, codes);
  return shift === 0 ? unsigned : unsigned.map((code) => code + shift);
}

/** int32 words: element j of a word at bit `width * j`; rows are padded with zero bits. */
function packRows(codes: Uint8Array, rows: number, columns: number, width: number): Int32Array {
  const each = 32 / width;
  const perRow = Math.ceil(columns / each);
  const words = new Int32Array(rows * perRow);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      words[row * perRow + Math.floor(column / each)] |= codes[row * columns + column] << ((column % each) * width);
  return words;
}

function scaleTensor(name: string, { layout, scales }: PackedMatrix): FileTensor {
  const shape = [layout.rows, groupsPerRow(layout)];
  const each = layout.strategy === 'tensor' ? new Float32Array(layout.rows).fill(scales[0]) : scales;
  return layout.scaleDType === 'f16' ? file(name, 'F16', shape, scalesToHalf(each)) : file(name, 'F32', shape, each);
}

/** Zero points packed along the rows: (ceil(N / each), groups) words. */
function zeroTensor(name: string, { layout, zeroPoints }: PackedMatrix, width: number): FileTensor {
  const { rows } = layout;
  const groups = groupsPerRow(layout);
  const each = 32 / width;
  const words = new Int32Array(Math.ceil(rows / each) * groups);
  const single = scaleCount(layout) === 1;
  for (let row = 0; row < rows; row++)
    for (let group = 0; group < groups; group++)
      words[Math.floor(row / each) * groups + group] |=
        (zeroPoints?.[single ? 0 : row * groups + group] ?? 0) << ((row % each) * width);
  return file(name, 'I32', [Math.ceil(rows / each), groups], words);
}

function schemeOf({ bits, strategy, groupSize, symmetric }: PackedLayout): object {
  const grouped = strategy === 'group';
  return {
    num_bits: containerOf(bits),
    type: 'int',
    symmetric,
    strategy: grouped ? 'group' : 'channel',
    group_size: grouped ? groupSize : null,
    block_structure: null,
    dynamic: false,
    actorder: null,
    observer: 'minmax',
    observer_kwargs: {},
  };
}

function file(
  name: string,
  dtype: string,
  shape: readonly number[],
  data: Int32Array | Uint16Array | Float32Array | BigInt64Array,
): FileTensor {
  if (sizeOf(shape) !== data.length) throw new Error(`Decant is at fault: ${name} does not fill its shape`);
  return { name, dtype, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
