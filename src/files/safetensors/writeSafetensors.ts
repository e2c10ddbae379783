/**
 * Parameters as one safetensors file: dense, in the dtype that they are stored in, or packed in compressed-tensors'
 * `pack-quantized` form with the block of config.json that loaders need. 4 and 8 bits are packed; other widths have no
 * container there that loaders know, and are written in the next wider one, which is said.
 */
import type { Parameter } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import type { DType, TensorData } from '../../tensor/dtype.ts';
import { formatShape } from '../../tensor/shape.ts';
import type { FileTensor } from './fileTensor.ts';
import { packedParts, quantizationConfig } from './lowerPacked.ts';
import { refuse } from './malformed.ts';

export interface WriteOptions {
  /** `packed` keeps packed weights packed; `dense` writes them as f32. */
  readonly form: 'packed' | 'dense';
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface WrittenSafetensors {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What belongs into config.json beside the file; undefined when nothing is packed. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Where the file differs from the graph, a sentence each. */
  readonly substitutions: readonly string[];
}

/** @throws FileError `safetensors/too-large` above what one buffer holds */
export async function writeSafetensors(
  parameters: Iterable<Parameter>,
  options: WriteOptions,
): Promise<WrittenSafetensors> {
  const tensors: FileTensor[] = [];
  const substitutions: string[] = [];
  const packed: Parameter[] = [];
  for (const parameter of parameters) {
    const parts = options.form === 'packed' ? await packedParts(parameter) : undefined;
    if (!parts) tensors.push(await denseTensor(parameter));
    else {
      tensors.push(...parts.tensors);
      substitutions.push(...parts.substitutions);
      packed.push(parameter);
    }
  }
  const config = packed.length > 0 ? { quantization_config: quantizationConfig(packed) } : undefined;
  return { bytes: encodeFile(tensors, options.metadata ?? {}), ...(config ? { config } : {}), substitutions };
}

/** The file's bytes: length, header padded with spaces to a multiple of 8, data in order of alignment then name. */
export function encodeFile(
  tensors: readonly FileTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const sorted = tensors.toSorted((a, b) => widthOf(b) - widthOf(a) || (a.name < b.name ? -1 : 1));
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const { name, dtype, shape, bytes } of sorted) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.byteLength] };
    offset += bytes.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.byteLength / 8) * 8;
  if (8 + length + offset > largestFile)
    refuse(
      'too-large',
      'safetensors',
      `the file would take ${8 + length + offset} bytes, and one buffer holds ${largestFile}.`,
    );
  const out = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(text, 8);
  let at = 8 + length;
  for (const { bytes } of sorted) {
    out.set(bytes, at);
    at += bytes.byteLength;
  }
  return out;
}

const bytesOfData = (data: TensorData): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

// ---------------------------------------------------------------------------------------------

const largestFile = 2 ** 32 - 1;

const fileDTypes: Readonly<Record<DType, string>> = {
  f32: 'F32',
  f16: 'F16',
  i32: 'I32',
  i64: 'I64',
  u32: 'U32',
  i8: 'I8',
  u8: 'U8',
  i4: 'I8',
  u4: 'U8',
  bool: 'BOOL',
};

async function denseTensor(parameter: Parameter): Promise<FileTensor> {
  const { name, shape, storage } = parameter;
  if (name === '__metadata__')
    refuse('name', 'safetensors', `a tensor of ${formatShape(shape)} may not be called "__metadata__".`);
  if (storage.kind === 'dense')
    return { name, dtype: fileDTypes[storage.dtype], shape, bytes: bytesOfData(await storage.load()) };
  const { dtype, data } = await loadParameter(parameter);
  return { name, dtype: fileDTypes[dtype], shape, bytes: bytesOfData(data) };
}

function widthOf({ dtype }: FileTensor): number {
  return Number(/\d+/.exec(dtype)?.[0] ?? 8);
}
