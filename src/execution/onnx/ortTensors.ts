/** Tensors on their way into and out of onnxruntime-web. Data is shared where the two lay it out alike. */
import type { Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { ExecutionError } from '../../core/errors.ts';
import type { DType, TensorData } from '../../tensor/dtype.ts';
import { bytesOf, createData, dtypes } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OrtModule } from './runtime.ts';

/** onnxruntime's names of our dtypes. */
const ortTypes = {
  f32: 'float32',
  f16: 'float16',
  i32: 'int32',
  i64: 'int64',
  u32: 'uint32',
  i8: 'int8',
  u8: 'uint8',
  i4: 'int4',
  u4: 'uint4',
  bool: 'bool',
} as const satisfies Record<DType, OrtTensor.Type>;

const ourTypes: ReadonlyMap<string, DType> = new Map(
  (Object.keys(ortTypes) as DType[]).map((dtype) => [ortTypes[dtype], dtype]),
);

export function toOrt(ort: OrtModule, tensor: Tensor): OrtTensor {
  const { dtype, shape, data } = tensor;
  const packed = dtype === 'i4' || dtype === 'u4' ? packNibbles(data) : data;
  return new ort.Tensor(ortTypes[dtype], packed as Float32Array<ArrayBuffer>, shape);
}

/** @throws ExecutionError `execution/dtype` when the output is of a type that is none of ours */
export function fromOrt(name: string, tensor: OrtTensor): Tensor {
  const dtype = ourTypes.get(tensor.type);
  if (!dtype)
    throw new ExecutionError(
      'execution/dtype',
      `Output "${name}" is of type ${tensor.type}, which Decant does not compute with.`,
      { output: name, type: tensor.type },
    );
  return { dtype, shape: [...tensor.dims], data: elements(dtype, sizeOf(tensor.dims), tensor.data) };
}

// ---------------------------------------------------------------------------------------------

/** f16 may come as a Float16Array, 4-bit integers two a byte. */
function elements(dtype: DType, count: number, data: OrtTensor['data']): TensorData {
  if (Array.isArray(data) || !ArrayBuffer.isView(data)) return createData(dtype, count);
  if (dtype === 'i4' || dtype === 'u4') {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return bytes.length === bytesOf(dtype, count) ? unpackNibbles(dtype, count, bytes) : unpacked(dtype, count, bytes);
  }
  return new dtypes[dtype].array(data.buffer as ArrayBuffer, data.byteOffset, count);
}

function packNibbles(data: TensorData): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(data.length / 2));
  for (let i = 0; i < data.length; i++) bytes[i >> 1] |= (Number(data[i]) & 15) << (4 * (i & 1));
  return bytes;
}

const signed = (dtype: DType, nibble: number): number => (dtype === 'i4' && nibble > 7 ? nibble - 16 : nibble);

function unpackNibbles(dtype: DType, count: number, bytes: Uint8Array): TensorData {
  const out = createData(dtype, count);
  for (let i = 0; i < count; i++) out[i] = signed(dtype, (bytes[i >> 1] >> (4 * (i & 1))) & 15);
  return out;
}

function unpacked(dtype: DType, count: number, bytes: Uint8Array): TensorData {
  const out = createData(dtype, count);
  for (let i = 0; i < count; i++) out[i] = signed(dtype, bytes[i] & 15);
  return out;
}
