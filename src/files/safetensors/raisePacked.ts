/**
 * compressed-tensors `pack-quantized` into packed storage: `<name>_packed`, `<name>_scale`, `<name>_shape` and
 * `<name>_zero_point` become one weight `<name>` of float type. 4 and 8 bits; their words are ours byte for byte.
 * Source: compressed_tensors/compressors/quantized_compressors/pack_quantized.py.
 */
import type { PackedStorage } from '../../graph/graph.ts';
import type { PackedBits, PackedLayout, PackedMatrix } from '../../tensor/packed.ts';
import { packCodes, symmetricZero } from '../../tensor/packed.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import type { Checkpoint, CheckpointTensor } from '../checkpoint.ts';
import { isPlainObject } from './json.ts';
import { quoted, refuse } from './malformed.ts';

/** Raises every packed weight; a checkpoint without any is given back as it is. */
export async function raisePacked(checkpoint: Checkpoint): Promise<Checkpoint> {
  const packed = [...checkpoint.tensors.keys()].filter((name) => name.endsWith('_packed'));
  const scheme = schemeOf(checkpoint);
  if (packed.length === 0 || !scheme) return checkpoint;
  const tensors = new Map(checkpoint.tensors);
  for (const name of packed) {
    const stem = name.slice(0, -'_packed'.length);
    tensors.set(stem, await raiseWeight(checkpoint, stem, scheme));
    for (const part of ['_packed', '_scale', '_shape', '_zero_point']) tensors.delete(`${stem}${part}`);
  }
  return { ...checkpoint, tensors };
}

/** Values from int32 words: element j of a word at bit `bits * j`, unsigned. */
function unpackWords(words: ArrayLike<number>, columns: number, bits: number): Uint8Array {
  const each = Math.floor(32 / bits);
  const perRow = Math.ceil(columns / each);
  const out = new Uint8Array((words.length / perRow) * columns);
  for (let i = 0; i < out.length; i++) {
    const column = i % columns;
    const word = words[Math.floor(i / columns) * perRow + Math.floor(column / each)];
    out[i] = (word >>> ((column % each) * bits)) & (2 ** bits - 1);
  }
  return out;
}

// ---------------------------------------------------------------------------------------------

/** What the groups of a pack-quantized configuration allow. */
interface Scheme {
  readonly bits: readonly PackedBits[];
  readonly groupSizes: readonly number[];
}

/** The schemes in config.json; undefined without a pack-quantized configuration. */
function schemeOf({ config, name }: Checkpoint): Scheme | undefined {
  const quantization = config?.quantization_config;
  if (!isPlainObject(quantization) || quantization.format !== 'pack-quantized') return undefined;
  const groups = isPlainObject(quantization.config_groups) ? Object.values(quantization.config_groups) : [];
  const weights = groups.map((group) => (isPlainObject(group) ? group.weights : undefined)).filter(isPlainObject);
  const bits = weights.map(({ num_bits: width }) =>
    width === 4 || width === 8
      ? width
      : refuse('packed', name, `its quantization_config packs ${String(width)} bits a weight; 4 and 8 are read.`),
  );
  return { bits, groupSizes: weights.map(({ group_size: size }) => Number(size)).filter((size) => size > 0) };
}

async function raiseWeight(checkpoint: Checkpoint, stem: string, scheme: Scheme): Promise<CheckpointTensor> {
  const { tensors, name: file } = checkpoint;
  const [words, scale, shape, zeros] = ['_packed', '_scale', '_shape', '_zero_point'].map((p) => tensors.get(stem + p));
  if (!words || !scale || !shape)
    return refuse('packed', file, `${quoted(stem)} lacks its scale or shape beside _packed.`);
  const dims = Array.from(await numbersOf(shape));
  const rows = dims[0];
  const columns = dims.slice(1).reduce((product, dim) => product * dim, 1);
  const groups = scale.shape[1] ?? 1;
  const bits = scheme.bits.find((width) => words.shape[1] === Math.ceil((columns * width) / 32));
  const groupSize = groups === 1 ? columns : scheme.groupSizes.find((size) => Math.ceil(columns / size) === groups);
  if (!bits || !groupSize || words.shape[0] !== rows || scale.shape[0] !== rows)
    return refuse(
      'packed',
      file,
      `${quoted(stem)} is ${dims.join('×')}, to which words ${words.shape.join('×')} and scales ${scale.shape.join('×')} do not fit.`,
    );
  const layout: PackedLayout = {
    bits,
    rows,
    columns,
    strategy: groups === 1 ? 'channel' : 'group',
    groupSize,
    symmetric: zeros === undefined,
    scaleDType: scale.fileDType === 'F16' ? 'f16' : 'f32',
  };
  const storage: PackedStorage = {
    kind: 'packed',
    layout,
    orientation: 'rows',
    load: () => loadMatrix(layout, words, scale, zeros),
  };
  return { name: stem, dtype: 'f32', shape: dims, storage, fileDType: `packed ${bits}`, bytes: words.bytes };
}

async function loadMatrix(
  layout: PackedLayout,
  words: CheckpointTensor,
  scale: CheckpointTensor,
  zeros: CheckpointTensor | undefined,
): Promise<PackedMatrix> {
  const { bits, rows, columns, symmetric } = layout;
  const codes = unpackWords(await numbersOf(words), columns, bits);
  const padding = symmetric ? symmetricZero(bits) : 0;
  return {
    layout,
    codes: packCodes(bits, rows, columns, codes, padding),
    scales: Float32Array.from(await numbersOf(scale)),
    ...(zeros ? { zeroPoints: await loadZeros(layout, zeros) } : {}),
  };
}

/** Zero points lie packed along the rows: (ceil(N / each), groups) words. */
async function loadZeros({ bits, rows }: PackedLayout, zeros: CheckpointTensor): Promise<Uint8Array> {
  const words = await numbersOf(zeros);
  const groups = zeros.shape[1] ?? 1;
  const each = Math.floor(32 / bits);
  return Uint8Array.from({ length: rows * groups }, (_, i) => {
    const row = Math.floor(i / groups);
    const word = words[Math.floor(row / each) * groups + (i % groups)];
    return (word >>> ((row % each) * bits)) & (2 ** bits - 1);
  });
}

async function numbersOf({ storage }: CheckpointTensor): Promise<Float64Array> {
  if (storage.kind === 'packed') return new Float64Array();
  return decodeNumbers(storage.dtype, await storage.load());
}
