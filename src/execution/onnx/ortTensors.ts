/** Tensors on their way into and out of onnxruntime-web. Data is shared where the two lay it out alike. */
import type { Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { ExecutionError } from '../../core/errors.ts';
import type { DType, TensorData } from '../../tensor/dtype.ts';
import { createData, dtypes } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OrtModule } from './runtime.ts';

/** onnxruntime's names of our dtypes; 4-bit integers cross its border as 8-bit ones (see `wideBoundary.ts`). */
const ortTypes = {
  f32: 'float32',
  f16: 'float16',
  i32: 'int32',
  i64: 'int64',
  u32: 'uint32',
  i8: 'int8',
  u8: 'uint8',
  i4: 'int8',
  u4: 'uint8',
  bool: 'bool',
} as const satisfies Record<DType, OrtTensor.Type>;

const ourTypes: ReadonlyMap<string, DType> = new Map(
  (Object.keys(ortTypes) as DType[])
    .filter((dtype) => dtype !== 'i4' && dtype !== 'u4')
    .map((dtype) => [ortTypes[dtype], dtype]),
);

/** A tensor over the same bytes; 4-bit integers as 8-bit ones. */
export function toOrt(ort: OrtModule, tensor: Tensor): OrtTensor {
  const { dtype, shape, data } = tensor;
  return new ort.Tensor(ortTypes[dtype], data as Float32Array<ArrayBuffer>, shape);
}

/**
 * @param narrow the 4-bit dtype that an 8-bit tensor stands for
 * @throws ExecutionError `execution/dtype` when the output is of a type that is none of ours
 */
export function fromOrt(name: string, tensor: OrtTensor, narrow?: DType): Tensor {
  const dtype = narrow ?? ourTypes.get(tensor.type);
  if (!dtype)
    throw new ExecutionError(
      'execution/dtype',
      `Output "${name}" is of type ${tensor.type}, which Decant does not compute with.`,
      { output: name, type: tensor.type },
    );
  return { dtype, shape: [...tensor.dims], data: elements(dtype, sizeOf(tensor.dims), tensor.data) };
}

// ---------------------------------------------------------------------------------------------

/** A view of the same bytes: f16 may come as a Float16Array. */
function elements(dtype: DType, count: number, data: OrtTensor['data']): TensorData {
  if (Array.isArray(data) || !ArrayBuffer.isView(data)) return createData(dtype, count);
  return new dtypes[dtype].array(data.buffer as ArrayBuffer, data.byteOffset, count);
}
